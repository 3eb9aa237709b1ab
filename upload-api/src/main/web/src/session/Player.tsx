import { useEffect, useRef, useState } from 'preact/hooks';
import { mediaUrl } from '../api/sessions';
import type { Session } from '../api/types';
import type { Playback } from './playback';

const VIDEO_NAMES = /\.(mp4|m4v|mov|mkv|webm|avi|mts|mpe?g)$/i;

/** The recording itself; the server answers ranges, so seeking loads only what is heard. */
export function Player({ session, playback }: { session: Session; playback: Playback }) {
  const media = useRef<HTMLVideoElement & HTMLAudioElement>(null);
  const [broken, setBroken] = useState(false);
  const type = session.contentType ?? '';
  const video =
    type.startsWith('video/') || (!type.startsWith('audio/') && VIDEO_NAMES.test(session.filename));
  useEffect(() => {
    playback.attach(media.current);
    return () => playback.attach(null);
  }, [playback, video, broken]);
  if (broken) {
    return <p class="notice">This browser can't play the recording. The transcript is not affected.</p>;
  }
  const attributes = {
    ref: media,
    src: mediaUrl(session.id),
    controls: true,
    preload: 'metadata',
    onError: () => setBroken(true),
  } as const;
  return (
    <div class="player" data-kind={video ? 'video' : 'audio'}>
      {video ? <video {...attributes} playsInline /> : <audio {...attributes} />}
    </div>
  );
}

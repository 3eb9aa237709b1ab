import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Segment, Transcript } from '../api/types';
import { clock } from '../app/format';
import { activeWord, bindHighlight } from './highlight';
import type { Playback } from './playback';
import { SegmentText } from './SegmentText';
import { colourOf, labelOf, turnsOf, type Turn } from './speakers';

interface Props {
  segments: readonly Segment[];
  transcript: Transcript | undefined;
  playback: Playback;
  live: boolean;
}

/** The text, in turns. A click on a word plays it; while playing, the word being said is marked. */
export function TranscriptView({ segments, transcript, playback, live }: Props) {
  const root = useRef<HTMLDivElement>(null);
  const turns = useMemo(() => turnsOf(segments), [segments]);
  const speakers = useMemo(() => transcript?.speakers.map(({ id }) => id) ?? [], [transcript]);
  useEffect(
    () => (root.current ? bindHighlight(root.current, playback, segments) : undefined),
    [segments, playback],
  );
  const seek = (event: MouseEvent) => {
    const start = activeWord(event.target);
    // Somebody who is selecting text does not want it played.
    if (start !== undefined && getSelection()?.isCollapsed !== false) playback.seek(start);
  };
  return (
    <div
      class="transcript"
      ref={root}
      onClick={seek}
      aria-live={live ? 'polite' : undefined}
      lang={transcript?.language}
    >
      {turns.map((turn) => (
        <TurnView
          key={turn.segments[0]?.start}
          turn={turn}
          colour={colourOf(turn.speaker, speakers)}
          label={labelOf(turn.speaker, transcript)}
          playback={playback}
        />
      ))}
    </div>
  );
}

function TurnView({
  turn,
  colour,
  label,
  playback,
}: {
  turn: Turn;
  colour: number | undefined;
  label: string | undefined;
  playback: Playback;
}) {
  const start = turn.segments[0]?.start ?? 0;
  return (
    <div class="turn" data-colour={colour}>
      <div class="turn-head">
        {label && <span class="speaker">{label}</span>}
        <button class="time" onClick={() => playback.seek(start)} title="Play from here">
          {clock(start)}
        </button>
      </div>
      <p>
        {turn.segments.map((segment) => (
          <SegmentText key={segment.start} segment={segment} />
        ))}
      </p>
    </div>
  );
}

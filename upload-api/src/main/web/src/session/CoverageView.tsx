import type { Transcript } from '../api/types';
import { clock } from '../app/format';
import type { Playback } from './playback';

/** How much of the speech has text. Silent loss is the worst fault of speech recognition: so it is shown. */
export function CoverageView({ transcript, playback }: { transcript: Transcript; playback: Playback }) {
  const { coverage, duration } = transcript;
  if (!coverage || duration <= 0) return null;
  const share = coverage.speech_seconds > 0 ? coverage.transcribed_seconds / coverage.speech_seconds : 1;
  const x = (seconds: number) => (1000 * seconds) / duration;
  return (
    <div class="coverage">
      <svg viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
        <rect class="coverage-all" width="1000" height="10" />
        {transcript.segments.map((s) => (
          <rect
            key={s.start}
            class="coverage-text"
            x={x(s.start)}
            width={Math.max(1, x(s.end - s.start))}
            height="10"
          />
        ))}
        {coverage.gaps.map((gap) => (
          <rect
            key={gap.start}
            class="coverage-gap"
            x={x(gap.start)}
            width={Math.max(2, x(gap.end - gap.start))}
            height="10"
          />
        ))}
      </svg>
      <p>
        {Math.floor(Math.min(1, share) * 1000) / 10} % of {clock(coverage.speech_seconds)} of speech has text.
        {coverage.gaps.length > 0 && (
          <>
            {' '}
            Without text:{' '}
            {coverage.gaps.slice(0, 12).map((gap) => (
              <button key={gap.start} class="time" onClick={() => playback.seek(gap.start)}>
                {clock(gap.start)}–{clock(gap.end)}
              </button>
            ))}
            {coverage.gaps.length > 12 && ` and ${coverage.gaps.length - 12} more`}
          </>
        )}
      </p>
    </div>
  );
}

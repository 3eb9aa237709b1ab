import { memo } from 'preact/compat';
import type { Segment, Word } from '../api/types';

/** Below this the model was guessing more often than not. */
const DOUBTFUL_SCORE = 0.5;

const FLAGS: Record<string, string> = {
  low_confidence: 'The model was unsure here.',
  repetition: 'The same words again and again: possibly invented.',
  known_phrase: 'A phrase that models invent over silence.',
  little_speech: 'Little or no speech was heard here.',
  fallback: 'Hard to understand; decoded on a second try.',
};

/** One segment: words that can be clicked, doubts that can be seen. */
export const SegmentText = memo(function SegmentText({ segment }: { segment: Segment }) {
  const reasons = (segment.flags ?? []).map((flag) => FLAGS[flag] ?? flag);
  const words = segment.words ?? [];
  return (
    <span
      class={reasons.length > 0 ? 'segment flagged' : 'segment'}
      data-segment={segment.id}
      data-start={segment.start}
      title={reasons.length > 0 ? reasons.join(' ') : undefined}
    >
      {words.length > 0
        ? words.map((word) => <WordText key={word.start} word={word} />)
        : `${segment.text.trim()} `}
    </span>
  );
});

function WordText({ word }: { word: Word }) {
  const doubtful = word.score !== undefined && word.score < DOUBTFUL_SCORE;
  return (
    <>
      <span class={doubtful ? 'w doubtful' : 'w'} data-start={word.start}>
        {word.word.trim()}
      </span>{' '}
    </>
  );
}

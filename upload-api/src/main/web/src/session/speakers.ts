import type { Segment, Transcript } from '../api/types';

export interface Turn {
  speaker: string | undefined;
  segments: Segment[];
}

/** A turn is what one speaker says until another begins; long monologues are broken so that they can be read. */
const LONGEST_TURN_S = 60;

export function turnsOf(segments: readonly Segment[]): Turn[] {
  const turns: Turn[] = [];
  for (const segment of segments) {
    const speaker = segment.speaker ?? undefined;
    const last = turns.at(-1);
    const begin = last?.segments[0]?.start ?? 0;
    if (last?.speaker === speaker && last && segment.end - begin <= LONGEST_TURN_S)
      last.segments.push(segment);
    else turns.push({ speaker, segments: [segment] });
  }
  return turns;
}

/** Which of the palette's colours a speaker has: by order in the recording, so it stays the same. */
export function colourOf(speaker: string | undefined, speakers: readonly string[]): number | undefined {
  const index = speaker === undefined ? -1 : speakers.indexOf(speaker);
  return index < 0 ? undefined : index % 8;
}

export function labelOf(speaker: string | undefined, transcript: Transcript | undefined): string | undefined {
  if (speaker === undefined) return undefined;
  return transcript?.speakers.find(({ id }) => id === speaker)?.label ?? speaker;
}

import { effect } from '@preact/signals';
import type { Segment } from '../api/types';
import type { Playback } from './playback';

/** The time of the word, or else the segment, that was clicked. */
export function activeWord(target: EventTarget | null): number | undefined {
  const element = target instanceof Element ? target.closest<HTMLElement>('.w, .segment') : null;
  return element ? Number(element.dataset['start']) : undefined;
}

/** Index of the last item that begins at or before `time`; -1 before the first. Items are in time order. */
export function lastBegun(items: readonly { start: number }[], time: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((items[middle]?.start ?? Infinity) <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/**
 * Marks the word being said. By hand and not by rendering: three hours of speech are thirty thousand words, and this
 * runs on every frame.
 */
export function bindHighlight(
  root: HTMLElement,
  playback: Playback,
  segments: readonly Segment[],
): () => void {
  const elements = [...root.querySelectorAll<HTMLElement>('.segment')].map((element) => ({
    element,
    start: Number(element.dataset['start']),
    words: undefined as { element: HTMLElement; start: number }[] | undefined,
  }));
  let marked: HTMLElement | undefined;
  const mark = (next: HTMLElement | undefined) => {
    if (next === marked) return;
    marked?.classList.remove('now');
    next?.classList.add('now');
    marked = next;
    if (next && playback.playing.value) keepInView(next);
  };
  const stop = effect(() => {
    const time = playback.time.value;
    const index = lastBegun(elements, time);
    const entry = elements[index];
    if (!entry || time === 0 || time > (segments[index]?.end ?? Infinity) + 1) {
      mark(undefined);
      return;
    }
    entry.words ??= [...entry.element.querySelectorAll<HTMLElement>('.w')].map((element) => ({
      element,
      start: Number(element.dataset['start']),
    }));
    mark(entry.words[lastBegun(entry.words, time)]?.element ?? entry.element);
  });
  return () => {
    stop();
    mark(undefined);
  };
}

/** Scrolls only when the word has left the middle of the window, and not while the reader is selecting. */
function keepInView(element: HTMLElement): void {
  const { top, bottom } = element.getBoundingClientRect();
  if (top > window.innerHeight * 0.15 && bottom < window.innerHeight * 0.85) return;
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  element.scrollIntoView({ block: 'center', behavior: calm ? 'auto' : 'smooth' });
}

import { expect, it } from 'vitest';
import type { Segment } from '../api/types';
import { lastBegun } from './highlight';
import { turnsOf } from './speakers';

const segment = (start: number, end: number, speaker?: string): Segment => ({
  id: start,
  start,
  end,
  text: 'x',
  ...(speaker ? { speaker } : {}),
});

it('joins what one speaker says into turns, and breaks monologues', () => {
  const turns = turnsOf([segment(0, 5, 'A'), segment(5, 9, 'A'), segment(9, 12, 'B'), segment(12, 80, 'B')]);
  expect(turns.map(({ speaker, segments }) => [speaker, segments.length])).toEqual([
    ['A', 2],
    ['B', 1],
    ['B', 1],
  ]);
});

it('finds the word that is being said', () => {
  const words = [{ start: 1 }, { start: 2 }, { start: 4 }];
  expect([0.5, 1, 3.9, 4, 99].map((time) => lastBegun(words, time))).toEqual([-1, 0, 1, 2, 2]);
});

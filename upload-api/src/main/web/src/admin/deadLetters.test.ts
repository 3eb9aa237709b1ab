import { expect, it } from 'vitest';
import { shortName, summaryOf, type Outcome } from './deadLetters';

const outcome = (result: Outcome['result'], detail = ''): Outcome => ({ id: 'x', result, detail });

it('sums up what was done, with the reasons for what was not', () => {
  const outcomes = [outcome('SENT'), outcome('SENT'), outcome('SKIPPED', 'Its session was deleted.')];
  expect(summaryOf({ outcomes, left: 3 })).toBe('2 sent. 1 skipped: Its session was deleted. 3 still open.');
  expect(summaryOf({ outcomes: [], left: 0 })).toBe('There was nothing to do.');
});

it('names an exception by its last part', () => {
  expect(shortName('org.example.StoreAwayException')).toBe('StoreAwayException');
});

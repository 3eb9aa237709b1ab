import { expect, test } from 'vitest';
import { warningSentences } from './todoWarnings';

test('an engine that was away is told in words', () => {
  expect(warningSentences(['todos-engine-away'])).toEqual([
    'The language model did not answer: lines are quoted instead.',
  ]);
});

test('a newer code is not swallowed', () => {
  expect(warningSentences(['todos-something-new'])).toEqual(['todos-something-new']);
  expect(warningSentences(undefined)).toEqual([]);
});

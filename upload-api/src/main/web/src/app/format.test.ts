import { expect, it } from 'vitest';
import { bytes, clock, eta, percent, secondsOf } from './format';

it('writes times as players do', () => {
  expect([0, 65.9, 3600, 5025].map(clock)).toEqual(['0:00', '1:05', '1:00:00', '1:23:45']);
  expect(secondsOf('01:23:45')).toBe(5025);
});

it('never calls something done before it is', () => {
  expect(percent(99.99)).toBe('99 %');
});

it('does not promise seconds when it knows minutes', () => {
  expect([4, 31, 100, 7500].map(eta)).toEqual([
    'a few seconds left',
    'about 40 s left',
    'about 2 min left',
    'about 2 h 5 min left',
  ]);
});

it('writes sizes', () => {
  expect([17, 221_141, 9_218_612, 4.2e9].map(bytes)).toEqual(['17 B', '221 kB', '9.2 MB', '4.2 GB']);
});

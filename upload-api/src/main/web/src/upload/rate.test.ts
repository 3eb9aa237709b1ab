import { expect, it } from 'vitest';
import { Rate } from './rate';

it('knows nothing before it has watched for a while', () => {
  const rate = new Rate();
  rate.add(0, 0);
  rate.add(1000, 1000);
  expect(rate.etaSeconds(10_000)).toBeUndefined();
});

it('goes by the last seconds', () => {
  const rate = new Rate();
  for (let second = 0; second <= 60; second++)
    rate.add(second < 30 ? second : 30 + (second - 30) * 100, second * 1000);
  expect(rate.etaSeconds(30 + 3000 + 1000)).toBeCloseTo(10, 0);
});

it('forgets what was before a pause', () => {
  const rate = new Rate();
  rate.add(0, 0);
  rate.add(10_000, 3000);
  rate.add(10_001, 60_000);
  expect(rate.etaSeconds(20_000)).toBeUndefined();
});

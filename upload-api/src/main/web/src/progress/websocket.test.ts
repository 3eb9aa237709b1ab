import { expect, it } from 'vitest';
import { translate } from './websocket';

it('says the task protocol in the words of the event log', () => {
  expect(
    translate('s1', { type: 'progress_update', payload: { percentage: 42, stage: 'transcribe' } }),
  ).toEqual({
    name: 'progress',
    data: { sessionId: 's1', percent: 42, stage: 'transcribe', status: 'PROCESSING' },
  });
  expect(translate('s1', { type: 'stage_change', payload: { toStage: 'todos' } })?.data.toStage).toBe(
    'todos',
  );
  expect(
    translate('s1', { type: 'time_estimate', payload: { estimatedTimeRemaining: 30 } })?.data.etaSeconds,
  ).toBe(30);
  expect(translate('s1', { type: 'complete' })?.name).toBe('completed');
  expect(
    translate('s1', { type: 'error', payload: { code: 'no-audio', message: 'No audio.' } }),
  ).toMatchObject({
    name: 'failed',
    data: { status: 'FAILED', message: 'No audio.' },
  });
  expect(translate('s1', { type: 'pong' })).toBeUndefined();
});

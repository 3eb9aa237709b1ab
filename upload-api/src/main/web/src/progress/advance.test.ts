import { describe, expect, it } from 'vitest';
import { advance, type LiveSession } from './advance';
import type { EventData, EventName } from './event';

const session = (patch: Partial<LiveSession> = {}): LiveSession => ({
  id: 's1',
  filename: 'a.m4a',
  sizeBytes: 1,
  status: 'PROCESSING',
  stage: 'transcribe',
  percent: 40,
  run: 1,
  createdAt: '2026-01-01T10:00:00Z',
  heardAt: '2026-01-01T10:00:10Z',
  ...patch,
});
const at = (seconds: number) => `2026-01-01T10:00:${String(seconds).padStart(2, '0')}Z`;
const after = (before: LiveSession, name: EventName, data: EventData) =>
  advance(before, { name, data: { sessionId: 's1', ...data } });

describe('the percentage', () => {
  it('never falls', () => {
    expect(after(session(), 'progress', { percent: 30, timestamp: at(20) }).percent).toBe(40);
    expect(after(session(), 'progress', { percent: 41, timestamp: at(20) }).percent).toBe(41);
  });

  it('may rise by an event that arrives late, which changes nothing else', () => {
    const next = after(session(), 'progress', { percent: 45, stage: 'prepare', timestamp: at(5) });
    expect(next).toMatchObject({ percent: 45, stage: 'transcribe', heardAt: at(10) });
  });

  it('begins again with a new run', () => {
    const before = session({ status: 'COMPLETED', percent: 100 });
    expect(after(before, 'progress', { run: 2, percent: 3, status: 'PROCESSING' })).toMatchObject({
      percent: 3,
      status: 'PROCESSING',
      run: 2,
    });
  });

  it('is what the server says after a gap that could not be replayed', () => {
    expect(after(session(), 'reset', { state: { percent: 12, status: 'PROCESSING' } }).percent).toBe(12);
  });

  it('is 100 when completed, whatever was heard before', () => {
    expect(after(session(), 'completed', { status: 'COMPLETED' })).toMatchObject({
      percent: 100,
      status: 'COMPLETED',
    });
  });
});

describe('a session that is over', () => {
  it('is not revived by what a worker still says', () => {
    const before = session({ status: 'CANCELLED' });
    expect(after(before, 'progress', { status: 'PROCESSING', percent: 60, timestamp: at(20) })).toBe(before);
  });

  it('is revived by a new turn in the queue', () => {
    const before = session({ status: 'FAILED', errorMessage: 'x', errorCode: 'y' });
    expect(after(before, 'queue', { status: 'QUEUED', position: 3, timestamp: at(20) })).toMatchObject({
      status: 'QUEUED',
      percent: 0,
      queuePosition: 3,
      errorMessage: null,
    });
  });
});

describe('an event', () => {
  it('of another session changes nothing', () => {
    const before = session();
    expect(advance(before, { name: 'progress', data: { sessionId: 's2', percent: 99 } })).toBe(before);
  });

  it('that fails the session brings the sentence for the person', () => {
    const next = after(session(), 'failed', {
      code: 'no-audio',
      message: 'No audio track.',
      replayable: false,
    });
    expect(next).toMatchObject({ status: 'FAILED', errorMessage: 'No audio track.', replayable: false });
    expect(next.etaSeconds).toBeNull();
  });

  it('that names a stage moves there', () => {
    expect(after(session(), 'stage', { toStage: 'assemble', status: 'PROCESSING' }).stage).toBe('assemble');
  });
});

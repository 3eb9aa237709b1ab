import { isOver, type Session } from '../api/types';
import type { EventData, ProgressEvent } from './event';

/** A session as the page shows it: the row and what the events added since. */
export interface LiveSession extends Session {
  message?: string;
  processingSpeed?: number;
  /** Time of the newest event applied; older ones that arrive late change nothing but a higher percentage. */
  heardAt?: string;
}

/**
 * The session after an event. Replays, duplicates and late arrivals are part of life: the percentage never falls within
 * a run, and only a new turn in the queue revives a session that had ended.
 */
export function advance(session: LiveSession, event: ProgressEvent): LiveSession {
  const { name, data } = event;
  if (data.sessionId !== session.id || name === 'ping' || name === 'segment' || name === 'todos')
    return session;
  if (name === 'reset')
    return data.state ? apply(session, { name, data: data.state }, data.state.percent ?? 0) : session;
  if (isNewRun(session, data)) return apply(session, event, data.percent ?? 0);
  if (isOver(session.status) && !isRevival(session, data)) return session;
  if (isOver(session.status)) return apply(session, event, data.percent ?? 0);
  const percent = Math.max(session.percent, data.percent ?? 0);
  if (isLate(session, data)) return percent === session.percent ? session : { ...session, percent };
  return apply(session, event, percent);
}

function apply(session: LiveSession, { name, data }: ProgressEvent, percent: number): LiveSession {
  const next: LiveSession = { ...session, percent };
  const status = data.status ?? statusOf(name);
  if (status) next.status = status;
  const stage = data.toStage ?? data.stage;
  if (stage) next.stage = stage;
  if (data.etaSeconds !== undefined) next.etaSeconds = data.etaSeconds;
  if (data.processingSpeed !== undefined) next.processingSpeed = data.processingSpeed;
  if (data.timestamp) next.heardAt = data.timestamp;
  if (data.run !== undefined) next.run = data.run;
  if (data.warnings) next.warnings = data.warnings;
  next.queuePosition = name === 'queue' ? (data.position ?? session.queuePosition ?? null) : null;
  if (next.status === 'FAILED') {
    next.errorCode = data.code ?? session.errorCode ?? null;
    next.errorMessage = data.message ?? session.errorMessage ?? null;
    if (data.replayable !== undefined) next.replayable = data.replayable;
  } else {
    next.errorCode = null;
    next.errorMessage = null;
    if (data.message) next.message = data.message;
  }
  if (next.status === 'COMPLETED') next.percent = 100;
  if (isOver(next.status)) next.etaSeconds = null;
  return next;
}

function statusOf(name: ProgressEvent['name']): Session['status'] | undefined {
  switch (name) {
    case 'completed':
      return 'COMPLETED';
    case 'failed':
      return 'FAILED';
    case 'cancelled':
      return 'CANCELLED';
    case 'queue':
      return 'QUEUED';
    default:
      return undefined;
  }
}

function isNewRun(session: LiveSession, data: EventData): boolean {
  return data.run !== undefined && session.run !== undefined && data.run > session.run;
}

function isRevival(session: LiveSession, data: EventData): boolean {
  return data.status === 'QUEUED' && !isLate(session, data);
}

function isLate(session: LiveSession, data: EventData): boolean {
  return !!data.timestamp && !!session.heardAt && Date.parse(data.timestamp) < Date.parse(session.heardAt);
}

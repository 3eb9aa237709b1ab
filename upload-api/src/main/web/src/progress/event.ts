import type { Segment, SessionStatus } from '../api/types';

export type EventName =
  | 'progress'
  | 'stage'
  | 'segment'
  | 'todos'
  | 'queue'
  | 'completed'
  | 'failed'
  | 'cancelled'
  | 'reset'
  | 'ping';

/** The union of what the events' data may hold; each name uses its own part. */
export interface EventData {
  sessionId?: string;
  timestamp?: string;
  status?: SessionStatus;
  stage?: string;
  toStage?: string;
  percent?: number;
  message?: string;
  processingSpeed?: number;
  etaSeconds?: number | null;
  position?: number;
  code?: string;
  replayable?: boolean;
  warnings?: string[];
  segment?: Segment;
  run?: number;
  /** Of a ping: whether events arrive as they happen. */
  live?: boolean;
  /** Of a reset: where the session stands now. */
  state?: EventData;
}

export interface ProgressEvent {
  /** Position in the server's log; absent for what polling and WebSocket bring. */
  id?: string;
  name: EventName;
  data: EventData;
}

export function isTerminal(event: ProgressEvent): boolean {
  return event.name === 'completed' || event.name === 'failed' || event.name === 'cancelled';
}

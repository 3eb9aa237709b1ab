import { get, send } from '../api/http';

export type LetterStatus = 'OPEN' | 'REPLAYED' | 'DISCARDED';

/** A message that was given up, as the list shows it. */
export interface DeadLetter {
  id: string;
  sessionId?: string | null;
  run?: number | null;
  step?: string | null;
  queue: string;
  messageId?: string | null;
  exceptionClass: string;
  exceptionMessage?: string | null;
  groupKey: string;
  host?: string | null;
  workerId?: string | null;
  attempts: number;
  firstFailedAt?: string | null;
  lastFailedAt?: string | null;
  receivedAt: string;
  status: LetterStatus;
  /** How often it came back after a replay. */
  loops: number;
  replayOf?: string | null;
}

export interface DeadLetterDetail extends DeadLetter {
  contentType?: string | null;
  headers: Record<string, unknown>;
  xDeath: Record<string, unknown>[];
  payload: string;
  history: { action: string; user?: string | null; reason?: string | null; outcome: string; at: string }[];
}

/** What failed for the same reason at the same place. */
export interface Group {
  groupKey: string;
  exceptionClass: string;
  exceptionMessage?: string | null;
  step?: string | null;
  queue: string;
  count: number;
  loops?: number;
  lastFailedAt?: string | null;
}

export interface Filter {
  status: LetterStatus | '';
  text: string;
  groupKey: string;
}

/** Which letters something is to be done with. */
export type Choice = { ids: string[] } | { groupKey: string };

export interface Outcome {
  matched: number;
  outcomes: { id: string; outcome: string }[];
}

const BASE = '/api/admin/dead-letters';

export function listLetters(filter: Filter, cursor?: string) {
  return get<{ deadLetters: DeadLetter[]; nextCursor?: string | null }>(
    `${BASE}?${parametersOf({ ...filter, limit: '50', cursor: cursor ?? '' })}`,
  );
}

export const listGroups = (status: LetterStatus | '') =>
  get<{ groups: Group[] }>(`${BASE}/groups?${parametersOf({ status })}`);

export const getLetter = (id: string) => get<DeadLetterDetail>(`${BASE}/${encodeURIComponent(id)}`);

/** `ratePerSecond` keeps a large group from becoming the next failure. A dry run says what would be done. */
export const replay = (choice: Choice, options: { reason: string; ratePerSecond: number; dryRun: boolean }) =>
  send<Outcome>('POST', `${BASE}/replay`, { ...choice, ...options });

/** Replays one letter with another payload: a new message, linked to this one. */
export const replayEdited = (id: string, payload: string, reason: string) =>
  send<Outcome>('POST', `${BASE}/${encodeURIComponent(id)}/replay`, { payload, reason });

export const discard = (choice: Choice, reason: string) =>
  send<Outcome>('POST', `${BASE}/discard`, { ...choice, reason });

function parametersOf(values: Record<string, string>): URLSearchParams {
  return new URLSearchParams(Object.entries(values).filter(([, value]) => value !== ''));
}

/** "org.example.StoreAwayException" -> "StoreAwayException". */
export function shortName(exceptionClass: string): string {
  return exceptionClass.split('.').at(-1) ?? exceptionClass;
}

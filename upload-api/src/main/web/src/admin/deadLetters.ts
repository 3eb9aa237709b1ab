import { get, send } from '../api/http';

export type LetterStatus = 'OPEN' | 'REPLAYED' | 'DISCARDED';
export type StatusFilter = LetterStatus | 'ALL';

/** A message that was given up, as the list shows it. */
export interface DeadLetter {
  id: string;
  sessionId?: string | null;
  run?: number | null;
  step?: string | null;
  queue: string;
  exceptionClass: string;
  exceptionMessage?: string | null;
  group: string;
  attempts: number;
  /** How often in a row a replay of it has failed again. */
  loops: number;
  replayOf?: string | null;
  host?: string | null;
  workerId?: string | null;
  firstFailedAt?: string | null;
  lastFailedAt?: string | null;
  receivedAt: string;
  status: LetterStatus;
}

export interface DeadLetterDetail {
  letter: DeadLetter;
  messageId?: string | null;
  contentType?: string | null;
  headers: Record<string, unknown>;
  xDeath: unknown;
  payload: string;
  stack?: string | null;
  audit: { action: string; userId: string; reason?: string | null; outcome: string; at: string }[];
}

/** What failed for the same reason at the same place. */
export interface Group {
  key: string;
  exceptionClass: string;
  queue: string;
  message?: string | null;
  count: number;
  sessions: number;
  loops: number;
  lastAt: string;
}

export interface Filter {
  status: StatusFilter;
  text: string;
  group: string;
}

/** Which letters something is to be done with. */
export type Choice = { ids: string[] } | { group: string };

export interface Outcome {
  id: string;
  result: 'SENT' | 'DISCARDED' | 'WOULD_SEND' | 'SKIPPED' | 'FAILED';
  detail: string;
}

export interface Outcomes {
  outcomes: Outcome[];
  /** Of the group, still open: skipped, or beyond what one request does. */
  left: number;
}

const BASE = '/api/admin/dead-letters';
const PAGE = 50;

export function listLetters(filter: Filter, offset = 0) {
  const parameters = new URLSearchParams({
    status: filter.status,
    limit: String(PAGE),
    offset: String(offset),
  });
  if (filter.text) parameters.set('text', filter.text);
  if (filter.group) parameters.set('group', filter.group);
  return get<{ deadLetters: DeadLetter[]; total: number }>(`${BASE}?${parameters}`);
}

export const listGroups = (status: StatusFilter) => get<Group[]>(`${BASE}/groups?status=${status}`);

export const getLetter = (id: string) => get<DeadLetterDetail>(`${BASE}/${encodeURIComponent(id)}`);

/** `rate` (messages a second) keeps a large group from becoming the next failure. A dry run says what would be done. */
export const replay = (choice: Choice, options: { reason: string; rate: number; dryRun: boolean }) =>
  send<Outcomes>('POST', `${BASE}/replay`, { ...choice, ...options });

/** Replays one letter with another payload: a new message, linked to this one. */
export const replayEdited = (id: string, payload: string, reason: string) =>
  send<Outcome>('POST', `${BASE}/${encodeURIComponent(id)}/replay`, { payload, reason });

export const discard = (choice: Choice, reason: string) =>
  send<Outcomes>('POST', `${BASE}/discard`, { ...choice, reason });

/** "org.example.StoreAwayException" -> "StoreAwayException". */
export function shortName(exceptionClass: string): string {
  return exceptionClass.split('.').at(-1) ?? exceptionClass;
}

const RESULTS: Record<Outcome['result'], string> = {
  SENT: 'sent',
  DISCARDED: 'discarded',
  WOULD_SEND: 'would be sent',
  SKIPPED: 'skipped',
  FAILED: 'failed',
};

/** "12 sent. 1 skipped: its session was deleted." */
export function summaryOf({ outcomes, left }: Outcomes): string {
  const counts = new Map<string, number>();
  for (const { result, detail } of outcomes) {
    const why = result === 'SKIPPED' || result === 'FAILED' ? `: ${detail}` : '';
    const text = `${RESULTS[result]}${why}`.replace(/\.$/, '');
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const sentences = [...counts].map(([text, count]) => `${count} ${text}.`);
  if (left > 0) sentences.push(`${left} still open.`);
  return sentences.length > 0 ? sentences.join(' ') : 'There was nothing to do.';
}

import { computed, effect, signal } from '@preact/signals';
import { sentenceOf } from '../api/http';
import { getSession, listSessions } from '../api/sessions';
import type { Session, SessionStatus } from '../api/types';
import { advance, type LiveSession } from '../progress/advance';
import type { Connection } from '../progress/client';
import { isTerminal, type ProgressEvent } from '../progress/event';
import { followAll } from '../progress/follow';
import { uploadsChanged } from '../upload/uploader';

const PAGE = 30;

export const sessions = signal<readonly LiveSession[]>([]);
export const loaded = signal(false);
export const loadError = signal<string | undefined>(undefined);
export const nextCursor = signal<string | undefined>(undefined);
export const query = signal('');
export const status = signal<SessionStatus | ''>('');
export const connection = signal<Connection>('connecting');
export const running = computed(() =>
  sessions.value.filter((s) => s.status === 'PROCESSING' || s.status === 'QUEUED'),
);

let asked = 0;

/** Loads the first page for the current search; an answer that was overtaken by a newer question is dropped. */
export async function refresh(text = query.peek(), only = status.peek()): Promise<void> {
  const mine = ++asked;
  try {
    const page = await listSessions({ query: text, status: only, limit: PAGE });
    if (mine !== asked) return;
    const known = new Map(sessions.value.map((session) => [session.id, session]));
    sessions.value = page.sessions.map((row) => merge(known.get(row.id), row));
    nextCursor.value = page.nextCursor ?? undefined;
    loadError.value = undefined;
  } catch (error) {
    if (mine === asked) loadError.value = sentenceOf(error);
  } finally {
    if (mine === asked) loaded.value = true;
  }
}

export async function loadMore(): Promise<void> {
  if (!nextCursor.value) return;
  try {
    const page = await listSessions({
      query: query.value,
      status: status.value,
      limit: PAGE,
      cursor: nextCursor.value,
    });
    const have = new Set(sessions.value.map(({ id }) => id));
    sessions.value = [...sessions.value, ...page.sessions.filter(({ id }) => !have.has(id))];
    nextCursor.value = page.nextCursor ?? undefined;
  } catch (error) {
    loadError.value = sentenceOf(error);
  }
}

/** Puts a row that a request answered in its place; unknown ones are not listed by this search. */
export function replace(row: Session): void {
  sessions.value = sessions.value.map((session) => (session.id === row.id ? row : session));
}

export function remove(id: string): void {
  sessions.value = sessions.value.filter((session) => session.id !== id);
}

export function startSessions(): void {
  effect(() => {
    // Read here, so that a change of any of them runs this again.
    if (uploadsChanged.value >= 0) void refresh(query.value, status.value);
  });
  followAll({ event: receive, connection: (state) => (connection.value = state) }).start();
}

export function receive(event: ProgressEvent): void {
  const id = event.data.sessionId;
  if (!id) {
    // The server could not replay what happened meanwhile: ask.
    if (event.name === 'reset') void refresh();
    return;
  }
  const session = sessions.value.find((candidate) => candidate.id === id);
  if (!session) {
    if (!query.value && !status.value) refreshSoon();
    return;
  }
  const next = advance(session, event);
  if (next !== session) sessions.value = sessions.value.map((s) => (s === session ? next : s));
  // The row knows more than the event: language, length, confidence.
  if (isTerminal(event) && next !== session) void reload(id);
}

async function reload(id: string): Promise<void> {
  try {
    replace(await getSession(id));
  } catch (error) {
    console.warn(`Session ${id} could not be loaded again; the list shows what its events said`, error);
  }
}

let planned: ReturnType<typeof setTimeout> | undefined;
function refreshSoon(): void {
  planned ??= setTimeout(() => {
    planned = undefined;
    void refresh();
  }, 500);
}

/** The row of the database can be a moment behind the events. */
function merge(known: LiveSession | undefined, row: Session): LiveSession {
  if (known?.status !== row.status || known.run !== row.run) return row;
  return { ...known, ...row, percent: Math.max(known.percent, row.percent) };
}

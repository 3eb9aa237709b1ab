import { get, send } from './http';
import type { Session, SessionOptions, SessionPage, Summary, Todo, Todos, Transcript } from './types';

const at = (id: string) => `/api/sessions/${encodeURIComponent(id)}`;

export function listSessions(filter: { query?: string; status?: string; cursor?: string; limit?: number }) {
  const parameters = new URLSearchParams({ limit: String(filter.limit ?? 50) });
  if (filter.query) parameters.set('query', filter.query);
  if (filter.status) parameters.set('status', filter.status);
  if (filter.cursor) parameters.set('cursor', filter.cursor);
  return get<SessionPage>(`/api/sessions?${parameters}`);
}

export const getSession = (id: string) => get<Session>(at(id));
export const renameSession = (id: string, filename: string) => send<Session>('PATCH', at(id), { filename });
export const deleteSession = (id: string) => send<undefined>('DELETE', at(id));
export const cancelSession = (id: string) => send<Session | undefined>('POST', `${at(id)}/cancel`);
/** `prepare` is all of it; `todos` what follows the transcript. */
export type FromStage = 'prepare' | 'assemble' | 'todos';

export const retrySession = (id: string, fromStage: FromStage, options: SessionOptions) =>
  send<Session | undefined>('POST', `${at(id)}/retry`, { fromStage, options });

/** Results of one run; undefined asks for the current ones. */
const ofRun = (run: number | undefined) => (run === undefined ? '' : `?run=${run}`);
export const getTranscript = (id: string, run?: number) =>
  get<Transcript>(`${at(id)}/transcript${ofRun(run)}`);
export const getTodos = (id: string, run?: number) => get<Todos>(`${at(id)}/todos${ofRun(run)}`);
export const getSummary = (id: string, run?: number) => get<Summary>(`${at(id)}/summary${ofRun(run)}`);
export const editTodo = (id: string, todoId: string, change: Partial<Todo>) =>
  send<Todo | undefined>('PATCH', `${at(id)}/todos/${encodeURIComponent(todoId)}`, change);

export interface Version {
  run: number;
  results: string[];
  at: string;
}

/** Newest first. */
export const getVersions = (id: string) => get<Version[]>(`${at(id)}/versions`);

/** What holds for this user's recordings that don't say otherwise. */
export const getUserOptions = () => get<SessionOptions>('/api/settings/options');
export const putUserOptions = (options: SessionOptions) =>
  send<SessionOptions>('PUT', '/api/settings/options', options);

export const mediaUrl = (id: string) => `${at(id)}/media`;

export type DownloadKind = 'transcript.json' | 'srt' | 'vtt' | 'txt' | 'md' | 'todos.json' | 'summary.json';

/** The server names the file after the recording. */
export function downloadUrl(id: string, kind: DownloadKind, run?: number): string {
  const file = kind.endsWith('.json') ? kind : `transcript.${kind}`;
  return `${at(id)}/${file}?download=true${run === undefined ? '' : `&run=${run}`}`;
}

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
export const retrySession = (id: string, options?: SessionOptions) =>
  send<Session | undefined>('POST', `${at(id)}/retry`, options ? { options } : {});

export const getTranscript = (id: string) => get<Transcript>(`${at(id)}/transcript`);
export const getTodos = (id: string) => get<Todos>(`${at(id)}/todos`);
export const getSummary = (id: string) => get<Summary>(`${at(id)}/summary`);
export const editTodo = (id: string, todoId: string, change: Partial<Todo>) =>
  send<Todo | undefined>('PATCH', `${at(id)}/todos/${encodeURIComponent(todoId)}`, change);

export const mediaUrl = (id: string) => `${at(id)}/media`;

export type DownloadKind = 'transcript.json' | 'srt' | 'vtt' | 'txt' | 'md' | 'todos.json' | 'summary.json';

export function downloadUrl(id: string, kind: DownloadKind): string {
  switch (kind) {
    case 'transcript.json':
      return `${at(id)}/transcript.json`;
    case 'todos.json':
      return `${at(id)}/todos`;
    case 'summary.json':
      return `${at(id)}/summary`;
    default:
      return `${at(id)}/transcript.${kind}`;
  }
}

import { get } from '../api/http';
import { getSession, listSessions } from '../api/sessions';
import { ProgressClient, type Listener } from './client';
import type { EventData, ProgressEvent } from './event';
import { eventOf, poll } from './poll';
import { sse } from './sse';
import { webSocket } from './websocket';

/** All of the user's sessions over one connection. */
export function followAll(listener: Listener): ProgressClient {
  const ask = async () => (await listSessions({ limit: 50 })).sessions.map(eventOf);
  return new ProgressClient([sse('/api/progress'), poll(ask)], listener, false);
}

/** One session, with its text as it is heard; ends with the session. */
export function followSession(id: string, listener: Listener): ProgressClient {
  const path = encodeURIComponent(id);
  return new ProgressClient([sse(`/api/progress/${path}`), webSocket(id), poll(() => askOne(id))], listener);
}

/** The polled state lives in Redis; when that is away the session's row is the truth that is left. */
async function askOne(id: string): Promise<ProgressEvent[]> {
  try {
    const data = await get<EventData>(`/api/sessions/${encodeURIComponent(id)}/progress`);
    if (data.status === 'QUEUED' || data.status === 'PROCESSING') {
      return [{ name: 'progress', data: { ...data, sessionId: id } }];
    }
  } catch (error) {
    console.warn('Progress could not be polled, asking for the session itself', error);
  }
  return [eventOf(await getSession(id))];
}

import type { EventData, EventName } from './event';
import { FrameReader, type Frame } from './frames';
import type { End, Sink, Transport } from './transport';

/**
 * Server-Sent Events by fetch rather than EventSource: that one hides the status (204 means "nothing more", 404 "not
 * offered here") and can't send Last-Event-ID on a connection of our own making.
 */
export function sse(url: string): Transport {
  return {
    name: 'sse',
    open(lastEventId, sink) {
      const abort = new AbortController();
      void read(url, lastEventId, sink, abort.signal);
      return () => abort.abort();
    },
  };
}

async function read(url: string, lastEventId: string | undefined, sink: Sink, signal: AbortSignal) {
  const headers: Record<string, string> = { Accept: 'text/event-stream' };
  if (lastEventId) headers['Last-Event-ID'] = lastEventId;
  try {
    const response = await fetch(url, { headers, signal, cache: 'no-store' });
    const refusal = refusalOf(response);
    if (refusal || !response.body) {
      sink.end(refusal ?? 'lost');
      return;
    }
    const frames = new FrameReader((frame) => receive(frame, sink));
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      sink.alive();
      frames.read(value);
    }
    sink.end('lost');
  } catch (error) {
    if (!signal.aborted) {
      console.warn('Progress stream broke off, connecting again', error);
      sink.end('lost');
    }
  }
}

function receive({ id, event, data }: Frame, sink: Sink): void {
  if (data === undefined) {
    if (id) sink.place(id);
    return;
  }
  const parsed = JSON.parse(data) as EventData;
  sink.event({ ...(id ? { id } : {}), name: (event || 'progress') as EventName, data: parsed });
  if (event === 'ping' && parsed.live === false) sink.end('silent');
}

/** Why this answer is not a stream; 408, 425 and 429 pass, every other 4xx will be the same next time. */
function refusalOf({ status, ok, headers }: Response): End | undefined {
  if (status === 204) return 'finished';
  if (status >= 500 || status === 408 || status === 425 || status === 429) return 'lost';
  const isStream = (headers.get('Content-Type') ?? '').includes('text/event-stream');
  return ok && isStream ? undefined : 'unavailable';
}

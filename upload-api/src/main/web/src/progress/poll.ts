import { Problem } from '../api/http';
import { isOver, type Session } from '../api/types';
import type { ProgressEvent } from './event';
import type { Transport } from './transport';

const INTERVAL_MS = 3000;

/** Asks again and again: the way that works wherever a page can be loaded at all. */
export function poll(ask: () => Promise<ProgressEvent[]>): Transport {
  return {
    name: 'poll',
    open(_lastEventId, sink) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      let open = true;
      const turn = async () => {
        try {
          const events = await ask();
          if (!open) return;
          sink.alive();
          events.forEach((event) => sink.event(event));
          timer = setTimeout(() => void turn(), INTERVAL_MS);
        } catch (error) {
          if (open) sink.end(error instanceof Problem && error.status === 404 ? 'finished' : 'lost');
        }
      };
      void turn();
      return () => {
        open = false;
        clearTimeout(timer);
      };
    },
  };
}

/** A session's row, told as the event that would have brought it. */
export function eventOf(session: Session): ProgressEvent {
  const data = {
    sessionId: session.id,
    status: session.status,
    percent: session.percent,
    etaSeconds: session.etaSeconds ?? null,
    ...(session.stage ? { stage: session.stage } : {}),
    ...(session.errorCode ? { code: session.errorCode } : {}),
    ...(session.errorMessage ? { message: session.errorMessage } : {}),
    ...(session.queuePosition ? { position: session.queuePosition } : {}),
    ...(session.replayable === undefined ? {} : { replayable: session.replayable }),
    ...(session.warnings ? { warnings: session.warnings } : {}),
    ...(session.run === undefined ? {} : { run: session.run }),
  };
  if (!isOver(session.status)) return { name: session.status === 'QUEUED' ? 'queue' : 'progress', data };
  return { name: session.status.toLowerCase() as 'completed' | 'failed' | 'cancelled', data };
}

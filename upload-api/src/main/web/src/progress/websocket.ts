import type { ProgressEvent } from './event';
import type { Transport } from './transport';

const PING_MS = 30_000;

interface Message {
  type: string;
  payload?: {
    percentage?: number;
    stage?: string;
    toStage?: string;
    timestamp?: string;
    estimatedTimeRemaining?: number;
    processingSpeed?: number;
    code?: string;
    message?: string;
  };
}

/** Progress of one session over `/ws/progress/{id}`: for networks whose proxies hold event streams back. */
export function webSocket(sessionId: string, base = location.origin): Transport {
  return {
    name: 'websocket',
    open(_lastEventId, sink) {
      const socket = new WebSocket(
        `${base.replace(/^http/, 'ws')}/ws/progress/${encodeURIComponent(sessionId)}`,
      );
      let opened = false;
      const ping = setInterval(() => {
        if (opened) socket.send(JSON.stringify({ type: 'ping', timestamp: Date.now() }));
      }, PING_MS);
      socket.onopen = () => {
        opened = true;
        socket.send(JSON.stringify({ type: 'subscribe', taskId: sessionId }));
      };
      socket.onmessage = (received: MessageEvent<string>) => {
        sink.alive();
        const event = translate(sessionId, JSON.parse(received.data) as Message);
        if (event) sink.event(event);
      };
      socket.onclose = () => {
        clearInterval(ping);
        sink.end(opened ? 'lost' : 'unavailable');
      };
      return () => {
        clearInterval(ping);
        socket.onclose = null;
        socket.onmessage = null;
        socket.close();
      };
    },
  };
}

/** The protocol's messages in the words of the event log; undefined for what has no counterpart (pong). */
export function translate(sessionId: string, message: Message): ProgressEvent | undefined {
  const p = message.payload ?? {};
  const common = { sessionId, ...(p.timestamp ? { timestamp: p.timestamp } : {}) };
  switch (message.type) {
    case 'progress_update':
      return {
        name: 'progress',
        data: {
          ...common,
          ...(p.percentage === undefined ? {} : { percent: p.percentage }),
          ...(p.stage ? { stage: p.stage, status: statusAt(p.stage) } : {}),
          ...(p.processingSpeed === undefined ? {} : { processingSpeed: p.processingSpeed }),
        },
      };
    case 'stage_change':
      return {
        name: 'stage',
        data: { ...common, ...(p.toStage ? { toStage: p.toStage, status: statusAt(p.toStage) } : {}) },
      };
    case 'time_estimate':
      return { name: 'progress', data: { ...common, etaSeconds: p.estimatedTimeRemaining ?? null } };
    case 'complete':
      return { name: 'completed', data: { ...common, status: 'COMPLETED', percent: 100 } };
    case 'error':
      return {
        name: p.code === 'cancelled' ? 'cancelled' : 'failed',
        data: {
          ...common,
          status: p.code === 'cancelled' ? 'CANCELLED' : 'FAILED',
          ...(p.code ? { code: p.code } : {}),
          ...(p.message ? { message: p.message } : {}),
        },
      };
    default:
      return undefined;
  }
}

/** The protocol has stages only; a session that is at work anywhere is being processed. */
function statusAt(stage: string): 'QUEUED' | 'PROCESSING' {
  return stage === 'queue' ? 'QUEUED' : 'PROCESSING';
}

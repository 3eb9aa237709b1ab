import { signal } from '@preact/signals';
import { Rate } from './rate';

/** An upload that runs in this page. */
export interface Sending {
  percent: number;
  etaSeconds?: number | undefined;
  paused?: boolean;
  /** Why it does not go on by itself, as a sentence. */
  stopped?: string;
}

/** By session. */
export const sending = signal<ReadonlyMap<string, Sending>>(new Map());

const rates = new Map<string, Rate>();

export function sent(sessionId: string, bytes: number, total: number): void {
  let rate = rates.get(sessionId);
  if (!rate) rates.set(sessionId, (rate = new Rate()));
  rate.add(bytes);
  put(sessionId, { percent: total > 0 ? (100 * bytes) / total : 0, etaSeconds: rate.etaSeconds(total) });
}

export function paused(sessionId: string, isPaused: boolean): void {
  const known = sending.value.get(sessionId);
  if (known) put(sessionId, { percent: known.percent, paused: isPaused });
}

export function stopped(sessionId: string, why: string): void {
  rates.delete(sessionId);
  put(sessionId, { percent: sending.value.get(sessionId)?.percent ?? 0, stopped: why });
}

export function sentAll(sessionId: string): void {
  rates.delete(sessionId);
  const next = new Map(sending.value);
  next.delete(sessionId);
  sending.value = next;
}

function put(sessionId: string, state: Sending): void {
  sending.value = new Map(sending.value).set(sessionId, state);
}

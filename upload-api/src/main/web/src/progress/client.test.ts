// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ProgressClient, RETRY_DELAYS_MS, SILENCE_MS, UPGRADE_MS, type Connection } from './client';
import type { ProgressEvent } from './event';
import type { Sink, Transport } from './transport';

/** A transport whose every connection the test holds in its hand. */
class Line implements Transport {
  readonly opened: { from: string | undefined; sink: Sink; closed: boolean }[] = [];

  constructor(readonly name: Transport['name']) {}

  open(from: string | undefined, sink: Sink) {
    const connection = { from, sink, closed: false };
    this.opened.push(connection);
    return () => {
      connection.closed = true;
    };
  }

  get last() {
    const connection = this.opened.at(-1);
    if (!connection) throw new Error(`${this.name} was never opened`);
    return connection;
  }
}

const progress = (id: string, percent: number): ProgressEvent => ({
  id,
  name: 'progress',
  data: { percent },
});

let sse: Line, websocket: Line, poll: Line;
let events: ProgressEvent[], states: Connection[];
let client: ProgressClient;

function follow(endsWithTerminal = true) {
  client = new ProgressClient(
    [sse, websocket, poll],
    { event: (event) => events.push(event), connection: (state) => states.push(state) },
    endsWithTerminal,
  );
  client.start();
}

beforeEach(() => {
  vi.useFakeTimers();
  [sse, websocket, poll] = [new Line('sse'), new Line('websocket'), new Line('poll')];
  events = [];
  states = [];
});

afterEach(() => {
  client.stop();
  vi.useRealTimers();
});

describe('a stream that breaks off', () => {
  it('is opened again after the last event that was seen', () => {
    follow();
    sse.last.sink.event(progress('7-0', 10));
    sse.last.sink.end('lost');
    vi.advanceTimersByTime(RETRY_DELAYS_MS[0] ?? 0);
    expect(sse.opened).toHaveLength(2);
    expect(sse.last.from).toBe('7-0');
  });

  it('is tried after 1, 2, 4, 8 and 16 seconds, then the next transport has its turn', () => {
    follow();
    for (const delay of [1000, 2000, 4000, 8000, 16000]) {
      const tries = sse.opened.length;
      sse.last.sink.end('lost');
      vi.advanceTimersByTime(delay - 1);
      expect(sse.opened).toHaveLength(tries);
      vi.advanceTimersByTime(1);
      expect(sse.opened).toHaveLength(tries + 1);
    }
    sse.last.sink.end('lost');
    expect(websocket.opened).toHaveLength(1);
    expect(states.at(-1)).toBe('waiting');
  });

  it('starts its delays anew once something was heard', () => {
    follow();
    sse.last.sink.end('lost');
    vi.advanceTimersByTime(1000);
    sse.last.sink.alive();
    sse.last.sink.end('lost');
    vi.advanceTimersByTime(1000);
    expect(sse.opened).toHaveLength(3);
  });

  it('is given up when nothing, not even a ping, comes for too long', () => {
    follow();
    sse.last.sink.alive();
    vi.advanceTimersByTime(SILENCE_MS + 1000);
    expect(sse.opened[0]?.closed).toBe(true);
    expect(sse.opened).toHaveLength(2);
  });

  it('is opened again from the place that the server named last, even without an event', () => {
    follow();
    sse.last.sink.place('12-0');
    sse.last.sink.end('lost');
    vi.advanceTimersByTime(1000);
    expect(sse.last.from).toBe('12-0');
  });

  it('brings nothing more from the old connection', () => {
    follow();
    const old = sse.last;
    old.sink.end('lost');
    vi.advanceTimersByTime(1000);
    old.sink.event(progress('8-0', 90));
    expect(events).toEqual([]);
  });
});

describe('a transport that the server does not offer', () => {
  it('is left at once, without tries', () => {
    follow();
    sse.last.sink.end('unavailable');
    websocket.last.sink.end('unavailable');
    poll.last.sink.alive();
    expect([sse.opened.length, websocket.opened.length, poll.opened.length]).toEqual([1, 1, 1]);
    expect(states.at(-1)).toBe('polling');
  });

  it('is left for polling when the server itself hears nothing', () => {
    follow();
    sse.last.sink.alive();
    sse.last.sink.end('silent');
    expect([sse.opened.length, websocket.opened.length, poll.opened.length]).toEqual([1, 0, 1]);
  });

  it('is tried again after a while of polling', () => {
    follow();
    sse.last.sink.end('unavailable');
    websocket.last.sink.end('unavailable');
    poll.last.sink.alive();
    for (let waited = 0; waited < UPGRADE_MS; waited += 3000) {
      vi.advanceTimersByTime(3000);
      poll.last.sink.alive();
    }
    expect(sse.opened).toHaveLength(2);
    expect(poll.opened[0]?.closed).toBe(true);
    sse.last.sink.alive();
    expect(states.at(-1)).toBe('live');
  });

  it('does not stop polling from going on for ever', () => {
    follow();
    sse.last.sink.end('unavailable');
    websocket.last.sink.end('unavailable');
    for (let i = 0; i < 20; i++) {
      poll.last.sink.end('lost');
      vi.advanceTimersByTime(16_000);
    }
    expect(poll.opened).toHaveLength(21);
  });
});

describe('the end of a session', () => {
  it('closes the connection after the terminal event', () => {
    follow();
    sse.last.sink.event({ id: '9-0', name: 'completed', data: {} });
    expect(events.map(({ name }) => name)).toEqual(['completed']);
    expect(sse.last.closed).toBe(true);
    expect(states.at(-1)).toBe('ended');
    vi.advanceTimersByTime(SILENCE_MS * 2);
    expect(sse.opened).toHaveLength(1);
  });

  it('is understood from "nothing more to come"', () => {
    follow();
    sse.last.sink.end('finished');
    vi.advanceTimersByTime(SILENCE_MS * 2);
    expect(sse.opened).toHaveLength(1);
    expect(states.at(-1)).toBe('ended');
  });

  it('does not end the stream of all sessions', () => {
    follow(false);
    sse.last.sink.event({ id: '9-0', name: 'failed', data: {} });
    expect(sse.last.closed).toBe(false);
    expect(states.at(-1)).toBe('live');
  });
});

describe('waking up', () => {
  it('does not wait for the rest of the delay when the network is back', () => {
    follow();
    for (const delay of [1000, 2000, 4000]) {
      sse.last.sink.end('lost');
      vi.advanceTimersByTime(delay);
    }
    sse.last.sink.end('lost');
    const tries = sse.opened.length;
    window.dispatchEvent(new Event('online'));
    expect(sse.opened).toHaveLength(tries + 1);
  });

  it('doubts a connection that slept through its pings', () => {
    follow();
    sse.last.sink.alive();
    // Timers stand still while a laptop sleeps, the clock does not.
    vi.setSystemTime(Date.now() + 60 * 60 * 1000);
    document.dispatchEvent(new Event('visibilitychange'));
    expect(sse.opened).toHaveLength(2);
    expect(sse.opened[0]?.closed).toBe(true);
  });

  it('leaves a connection alone that has just been heard', () => {
    follow();
    sse.last.sink.alive();
    document.dispatchEvent(new Event('visibilitychange'));
    expect(sse.opened).toHaveLength(1);
  });
});

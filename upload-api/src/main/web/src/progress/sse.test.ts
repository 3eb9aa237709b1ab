import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ProgressEvent } from './event';
import { sse } from './sse';
import type { End } from './transport';

const fetched = vi.fn<typeof fetch>();
beforeEach(() => vi.stubGlobal('fetch', fetched));
afterEach(() => {
  vi.unstubAllGlobals();
  fetched.mockReset();
});

function stream(...chunks: string[]): Response {
  const body = new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
      controller.close();
    },
  });
  return new Response(body, { headers: { 'Content-Type': 'text/event-stream;charset=UTF-8' } });
}

function listen(from?: string) {
  const events: ProgressEvent[] = [];
  const places: string[] = [];
  const ended = new Promise<End>((resolve) => {
    sse('/api/progress/s1').open(from, {
      alive: () => undefined,
      place: (id) => places.push(id),
      event: (e) => events.push(e),
      end: resolve,
    });
  });
  return { events, places, ended };
}

it('reads events that are cut anywhere', async () => {
  fetched.mockResolvedValue(
    stream(
      'retry: 2000\n\nid: 5-0\nevent: prog',
      'ress\ndata: {"percent":',
      '12}\n\n',
      'event: ping\ndata: {}\n\n',
    ),
  );
  const { events, ended } = listen();
  expect(await ended).toBe('lost');
  expect(events).toEqual([
    { id: '5-0', name: 'progress', data: { percent: 12 } },
    { id: '5-0', name: 'ping', data: {} },
  ]);
});

it('keeps the place that comes without an event', async () => {
  fetched.mockResolvedValue(stream('event: progress\ndata: {}\n\nid: 9-0\n\n'));
  const { places, ended } = listen();
  await ended;
  expect(places).toEqual(['9-0']);
});

it('does not wait for events that the server can not hear', async () => {
  fetched.mockResolvedValue(stream('event: ping\ndata: {"live":false}\n\n'));
  expect(await listen().ended).toBe('silent');
});

it('says where it left off', async () => {
  fetched.mockResolvedValue(stream());
  await listen('5-0').ended;
  expect(fetched.mock.calls[0]?.[1]?.headers).toMatchObject({ 'Last-Event-ID': '5-0' });
});

it.each<[number, string, End]>([
  [204, '', 'finished'],
  [404, 'application/problem+json', 'unavailable'],
  [429, 'application/problem+json', 'lost'],
  [503, 'text/html', 'lost'],
  [200, 'text/html', 'unavailable'],
])('takes status %i with type "%s" as %s', async (status, type, expected) => {
  fetched.mockResolvedValue(
    new Response(status === 204 ? null : 'x', { status, headers: { 'Content-Type': type } }),
  );
  expect(await listen().ended).toBe(expected);
});

it('takes a network failure as lost', async () => {
  vi.spyOn(console, 'warn').mockReturnValue();
  fetched.mockRejectedValue(new TypeError('Failed to fetch'));
  expect(await listen().ended).toBe('lost');
});

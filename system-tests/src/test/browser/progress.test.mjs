import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { cancel, DONE, home, launch, long, open, row, upload } from './browser.mjs';

const STREAM_OF_ONE = /\/api\/progress\/[^/]+$/;
const POLLED = /\/api\/sessions\/[^/]+\/progress$/;
const blocked = { status: 403, body: 'blocked by proxy' };

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

test('where event streams are blocked, a session is followed over a WebSocket', async () => {
  const { page, context, faults } = await open(browser);
  await context.route(STREAM_OF_ONE, (route) => route.fulfill(blocked));
  const polls = requests(page, POLLED);
  const socket = page.waitForEvent('websocket', (opened) => opened.url().includes('/ws/progress/'));
  const heard = [];
  socket.then((opened) => opened.on('framereceived', ({ payload }) => heard.push(JSON.parse(payload).type)));

  await openSession(page, 'socket', 3);
  await socket;
  const percents = await watchBar(page);
  await page.locator('.downloads').waitFor(DONE);

  assert.ok(heard.includes('progress_update') && heard.includes('complete'), heard.join(', '));
  assert.equal(polls.length, 0, 'nothing had to be polled');
  await assertNeverFalls(percents);
  assert.deepEqual(faults, []);
});

test('where WebSockets are blocked too, a session is polled', async () => {
  const { page, context } = await open(browser);
  await context.route(STREAM_OF_ONE, (route) => route.fulfill(blocked));
  await page.routeWebSocket(/\/ws\//, (socket) => socket.close({ code: 1011 }));
  const polls = requests(page, POLLED);

  await openSession(page, 'polled', 3);
  const percents = await watchBar(page);
  await page.locator('.downloads').waitFor(DONE);

  assert.ok(polls.length > 0, 'it was polled');
  await assertNeverFalls(percents);
});

test('a laptop that slept takes the stream up where it was, and no text comes twice', async () => {
  const { page } = await open(browser);
  const streams = requests(page, STREAM_OF_ONE);
  await openSession(page, 'slept', 60);
  const percents = await watchBar(page);
  await page.locator('.segment').first().waitFor(DONE);
  assert.equal(streams.length, 1);

  const resumed = page.waitForRequest((request) => STREAM_OF_ONE.test(new URL(request.url()).pathname));
  // Timers stand still while a laptop sleeps, the clock does not.
  await page.evaluate(() => {
    const now = Date.now.bind(Date);
    Date.now = () => now() + 60 * 60 * 1000;
    document.dispatchEvent(new Event('visibilitychange'));
  });
  const again = await resumed;
  assert.match(again.headers()['last-event-id'] ?? '', /^\d+-\d+$/);

  const before = await page.locator('.segment').count();
  await page.waitForFunction((n) => document.querySelectorAll('.segment').length > n, before, DONE);
  const starts = await page.locator('.segment').evaluateAll((all) => all.map((one) => one.dataset.start));
  assert.equal(new Set(starts).size, starts.length, 'no segment is shown twice');
  await assertNeverFalls(percents);
  await cancel(page);
});

function requests(page, address) {
  const seen = [];
  page.on('request', (request) => {
    if (address.test(new URL(request.url()).pathname)) seen.push(request);
  });
  return seen;
}

/** Uploads the sample so many times over, so that it is not over before it is followed, and opens its session. */
async function openSession(page, kind, times) {
  const name = `${kind}-${Date.now()}.wav`;
  const file = await long(name, times);
  await home(page);
  await upload(page, file);
  await page.locator(`.session-row:not([data-status="UPLOADING"])`, { hasText: name }).waitFor(DONE);
  await row(page, name).getByRole('link').click();
  await page.locator('.session-head').waitFor();
}

/** Every value that the bar has, in the order in which it has them. */
async function watchBar(page) {
  await page.evaluate(() => {
    window.seenPercents = [];
    const note = () => {
      const bar = document.querySelector('article.session progress.bar');
      if (bar && bar.value !== window.seenPercents.at(-1)) window.seenPercents.push(bar.value);
    };
    new MutationObserver(note).observe(document.body, { subtree: true, childList: true, attributes: true });
    note();
  });
  return () => page.evaluate(() => window.seenPercents);
}

async function assertNeverFalls(seen) {
  const percents = await seen();
  assert.deepEqual(
    percents,
    percents.toSorted((a, b) => a - b),
    'the percentage never falls',
  );
}

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { DONE, home, launch, open, row, sample, silence, upload, withStatus } from './browser.mjs';

const MIB = 1024 * 1024;
const TO_STORE = /\/video-files\//;
const CORS = { 'Access-Control-Allow-Origin': '*' };
const THROUGH_API = /\/api\/uploads\/[^/]+\/parts\//;

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

test('a broken file says what is wrong with it', async () => {
  const { page, faults } = await open(browser);
  const name = `notes-${Date.now()}.mp4`;
  await home(page);
  await upload(page, {
    name,
    mimeType: 'video/mp4',
    buffer: Buffer.from('Dear diary, this is not a film.\n'.repeat(50)),
  });
  await withStatus(page, name, 'FAILED').waitFor(DONE);
  assert.match(await row(page, name).locator('.session-state').innerText(), /not an audio or video file/);
  assert.deepEqual(faults, []);
});

test('a file that is no recording is not even sent', async () => {
  const { page } = await open(browser);
  await home(page);
  const input = page.locator('input.uppy-Dashboard-input').first();
  await input.setInputFiles({ name: 'letter.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF') });
  await page.getByText('not an audio or video file').first().waitFor();
});

test('where the store can not be reached, parts go through the API', async () => {
  const { page, context } = await open(browser);
  const name = `behind-firewall-${Date.now()}.wav`;
  await context.route(TO_STORE, (route) => route.abort('connectionrefused'));
  const relayed = page.waitForRequest(THROUGH_API);
  await home(page);
  await upload(page, { name, mimeType: 'audio/wav', buffer: await readFile(sample) });
  await relayed;
  await page.locator(`.session-row:not([data-status="UPLOADING"])`, { hasText: name }).waitFor(DONE);
});

test('an upload goes on after a reload, without sending again what has arrived', async () => {
  const { page, context } = await open(browser);
  const name = `reloaded-${Date.now()}.wav`;
  const store = await breakAfterFirstPart(page, context);
  await home(page);
  await upload(page, await silence(name, 40 * MIB));
  await store.firstArrived;

  await page.reload();
  store.heal();
  await page.locator('.uppy-StatusBar-actionBtn--upload').click();
  await page.locator(`.session-row:not([data-status="UPLOADING"])`, { hasText: name }).waitFor(DONE);
  assert.ok(store.sent.length > 0, 'the rest was sent');
  assert.ok(!store.sent.includes(1), `part 1 was there already, sent: ${store.sent.join(', ')}`);
});

test('an upload left in another browser is taken up when the same file is added', async () => {
  const name = `left-${Date.now()}.wav`;
  const file = await silence(name, 40 * MIB);
  const left = await open(browser);
  const broken = await breakAfterFirstPart(left.page, left.context);
  await home(left.page);
  await upload(left.page, file);
  await broken.firstArrived;
  await left.context.close();

  const { page, context } = await open(browser);
  const store = await breakAfterFirstPart(page, context);
  store.heal();
  await home(page);
  await upload(page, file);
  await page.locator(`.session-row:not([data-status="UPLOADING"])`, { hasText: name }).waitFor(DONE);
  assert.ok(!store.sent.includes(1), `part 1 was there already, sent: ${store.sent.join(', ')}`);
  assert.equal(await page.locator('.session-row', { hasText: name }).count(), 1);
});

test('a store that finishes while the page asks what is missing costs the person nothing', async () => {
  const { page, context } = await open(browser);
  const name = `joined-${Date.now()}.wav`;
  const asked = page.waitForResponse(
    (answer) => /\/api\/uploads\/[^/]+$/.test(answer.url()) && answer.status() === 404,
  );
  await context.route(
    /\/api\/uploads\/[^/]+\/complete$/,
    async (route) => {
      await route.fetch();
      const problem = { code: 'upload-incomplete', detail: 'Parts of the upload are missing.' };
      await route.fulfill({ status: 409, contentType: 'application/problem+json', json: problem });
    },
    { times: 1 },
  );
  await home(page);
  await upload(page, { name, mimeType: 'audio/wav', buffer: await readFile(sample) });
  await asked;
  // What is done leaves the drop area; what failed stays there with its error.
  await page.locator('.uppy-Dashboard-Item').waitFor({ state: 'detached' });
  await page.locator(`.session-row:not([data-status="UPLOADING"])`, { hasText: name }).waitFor(DONE);
});

test('a full store is said at once, and Retry sends the rest when there is room', async () => {
  const { page, context } = await open(browser);
  const name = `full-${Date.now()}.wav`;
  await context.route(TO_STORE, (route) => {
    const isPart = route.request().method() === 'PUT' && partOf(route.request().url()) > 1;
    return isPart
      ? route.fulfill({ status: 507, headers: CORS, body: '<Error><Code>XMinioStorageFull</Code></Error>' })
      : route.continue();
  });
  await home(page);
  await upload(page, await silence(name, 40 * MIB));
  await row(page, name).getByText('The server has no space left.').waitFor();

  await context.unroute(TO_STORE);
  await page.locator('.uppy-StatusBar-actionBtn--retry').click();
  await page.locator(`.session-row:not([data-status="UPLOADING"])`, { hasText: name }).waitFor(DONE);
});

test('where event streams are blocked, the list is still kept up to date', async () => {
  const { page, context } = await open(browser);
  const name = `polled-${Date.now()}.wav`;
  await context.route(/\/api\/progress/, (route) => route.fulfill({ status: 403, body: 'blocked by proxy' }));
  await home(page);
  await upload(page, { name, mimeType: 'audio/wav', buffer: await readFile(sample) });
  await withStatus(page, name, 'COMPLETED').waitFor(DONE);
  assert.equal(await page.locator('.dot').getAttribute('data-state'), 'polling');
});

test('on a phone nothing is wider than the screen', async () => {
  const { page } = await open(browser, { viewport: { width: 360, height: 740 } });
  const name = `pocket-${Date.now()}-with-a-name-that-does-not-fit-on-a-phone.wav`;
  await home(page);
  await upload(page, { name, mimeType: 'audio/wav', buffer: await readFile(sample) });
  await row(page, name).waitFor();
  assert.ok((await overflow(page)) <= 0, 'the list');
  await row(page, name).getByRole('link').click();
  await page.locator('.downloads').waitFor(DONE);
  assert.ok((await overflow(page)) <= 0, 'the session');
});

/** Lets one part through to the store and cuts the line for all others, until healed. `sent` lists what follows. */
async function breakAfterFirstPart(page, context) {
  let whole = false;
  let arrived;
  const store = {
    sent: [],
    firstArrived: new Promise((resolve) => (arrived = resolve)),
    heal: () => (whole = true),
  };
  await context.route(TO_STORE, async (route) => {
    const number = route.request().method() === 'PUT' ? partOf(route.request().url()) : undefined;
    if (whole && number) store.sent.push(number);
    if (whole || number === 1 || number === undefined) return route.continue();
    await store.firstArrived;
    return route.abort('internetdisconnected');
  });
  page.on('requestfinished', (request) => {
    if (request.method() === 'PUT' && TO_STORE.test(request.url())) arrived();
  });
  return store;
}

const partOf = (address) => Number(new URL(address).searchParams.get('partNumber'));
const overflow = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

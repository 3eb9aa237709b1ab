import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { after, before, test } from 'node:test';
import { cancel, DONE, home, launch, long, open, row, sample, upload, withStatus } from './browser.mjs';

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

test('a dropped recording is uploaded, heard live and turned into transcript, todos and downloads', async () => {
  const { page, faults } = await open(browser);
  const name = `dropped-${Date.now()}-${basename(sample)}`;
  await home(page);

  const bytes = (await readFile(sample)).toString('base64');
  const dropped = await page.evaluateHandle(
    ({ name, bytes }) => {
      const transfer = new DataTransfer();
      const content = Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0));
      transfer.items.add(new File([content], name, { type: 'audio/wav' }));
      return transfer;
    },
    { name, bytes },
  );
  await page.locator('.uppy-Dashboard').dispatchEvent('drop', { dataTransfer: dropped });
  await page.locator('.uppy-StatusBar-actionBtn--upload').click();

  await row(page, name).waitFor();
  const seen = watch(page, name);
  await withStatus(page, name, 'PROCESSING').waitFor(DONE);
  await row(page, name).getByRole('link').click();
  await page.locator('.segment').first().waitFor(DONE);
  await page.locator('.downloads').waitFor(DONE);
  const percents = (await seen()).percents;
  assert.deepEqual(
    percents,
    percents.toSorted((a, b) => a - b),
    'the percentage never falls',
  );

  assert.match(await page.locator('.transcript').innerText(), /\w+ \w+/);
  await page.locator('.todos, .summary').first().waitFor(DONE);
  for (const link of await page.locator('.downloads a').all()) {
    const address = new URL(await link.getAttribute('href'), page.url()).href;
    const response = await page.request.get(address);
    assert.equal(response.status(), 200, address);
    assert.ok((await response.body()).length > 0, `${address} is empty`);
  }
  assert.deepEqual(faults, []);
});

test('a click on a word plays it from there, and the word being said is marked', async () => {
  const { page } = await open(browser);
  const name = `words-${Date.now()}.wav`;
  await home(page);
  await upload(page, { name, mimeType: 'audio/wav', buffer: await readFile(sample) });
  await withStatus(page, name, 'COMPLETED').waitFor(DONE);
  await row(page, name).getByRole('link').click();
  // The last word, or the last segment where the engine does not time words.
  const word = page.locator('.segment .w, .segment:not(:has(.w))').last();
  await word.click();
  const start = Number(await word.getAttribute('data-start'));
  await page.waitForFunction((t) => (document.querySelector('audio, video')?.currentTime ?? 0) >= t, start);
  await page.locator('.w.now, .segment.now').first().waitFor();
});

test('several recordings become one row each, and a name that is changed stays changed', async () => {
  const { page } = await open(browser);
  const stamp = Date.now();
  const names = [`first-${stamp}.wav`, `second-${stamp}.wav`];
  const buffer = await readFile(sample);
  await home(page);
  await upload(
    page,
    names.map((name) => ({ name, mimeType: 'audio/wav', buffer })),
  );
  for (const name of names) await row(page, name).waitFor();

  await row(page, names[0]).getByRole('link').click();
  await page.getByRole('button', { name: 'Rename' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill(`renamed-${stamp}.wav`);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: `renamed-${stamp}.wav` }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: `renamed-${stamp}.wav` }).waitFor();
});

test('a list that changes under the mouse still takes the click', async () => {
  const { page } = await open(browser);
  const name = `pressed-${Date.now()}.wav`;
  let press;
  const pressed = new Promise((resolve) => (press = resolve));
  await page.route('**/api/queue', async (route) => {
    await pressed;
    await route.continue();
  });
  await home(page);
  await upload(page, await long(name, 60));
  await withStatus(page, name, 'PROCESSING').waitFor(DONE);

  await row(page, name).hover();
  await page.mouse.down();
  press();
  await page.locator('.queue-line').waitFor();
  await page.mouse.up();
  await page.locator('.session').waitFor();
  await cancel(page);
});

test('a recording that is stopped says so, and one that is deleted is gone', async () => {
  const { page } = await open(browser);
  const name = `stopped-${Date.now()}.wav`;
  await home(page);
  await upload(page, await long(name, 60));
  await row(page, name).getByRole('link').click();
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Stop' }).click();
  await page.locator('.state[data-status="CANCELLED"]').waitFor();

  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.locator('.home').waitFor();
  await row(page, name).waitFor({ state: 'detached' });
});

/** Collects what the row shows while it changes; answers with the whole percentages in the order seen. */
function watch(page, name) {
  page.evaluate((name) => {
    window.seenPercents = [];
    const note = () => {
      const row = [...document.querySelectorAll('.session-row')].find((r) => r.textContent.includes(name));
      const shown = /\d+(?= %)/.exec(row?.querySelector('.session-state')?.textContent ?? '');
      const uploading = row?.dataset.status === 'UPLOADING';
      if (shown && !uploading && Number(shown[0]) !== window.seenPercents.at(-1)) {
        window.seenPercents.push(Number(shown[0]));
      }
    };
    new MutationObserver(note).observe(document.querySelector('.sessions'), {
      subtree: true,
      childList: true,
      characterData: true,
    });
  }, name);
  return async () => ({ percents: await page.evaluate(() => window.seenPercents) });
}

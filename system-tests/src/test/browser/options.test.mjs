import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, afterEach, before, test } from 'node:test';
import { DONE, home, launch, open, row, sample, upload, url, withStatus } from './browser.mjs';

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());
afterEach(async () => {
  const { page, context } = await open(browser);
  await page.request.put(kept(), { data: {} });
  await context.close();
});

test('what is wished of the todos reaches the recording and its todos', async () => {
  const { page, faults } = await open(browser);
  const name = `wishes-${Date.now()}.wav`;
  await home(page);
  await fillIn(page);
  await upload(page, { name, mimeType: 'audio/wav', buffer: await readFile(sample) });
  await withStatus(page, name, 'COMPLETED').waitFor(DONE);

  await row(page, name).getByRole('link').click();
  const id = new URL(page.url()).href.match(/[0-9a-f]{8}-[0-9a-f-]{27}/)[0];
  const session = await (await page.request.get(`${new URL('/api/sessions/', url)}${id}`)).json();
  assert.deepEqual(session.options, WISHES);
  const todos = await (await page.request.get(`${new URL('/api/sessions/', url)}${id}/todos`)).json();
  assert.equal(todos.metadata.engine, 'embedded');
  assert.ok(todos.metadata.warnings.includes('todos-quoted-in-language-of-talk'), todos.metadata.warnings);
  assert.deepEqual(faults, []);
});

test('wishes that are kept are there again after a reload', async () => {
  const { page } = await open(browser);
  await home(page);
  await fillIn(page);
  await page.getByRole('button', { name: 'Keep for all my recordings' }).click();
  await page.getByText('Kept for all recordings').waitFor();
  assert.deepEqual(await (await page.request.get(kept())).json(), WISHES);

  await page.reload();
  await page.getByText('Options for the next recordings').click();
  await page.waitForFunction(
    () => document.querySelector('.upload-options fieldset select')?.value === 'embedded',
  );
  assert.equal(await wishes(page).inputValue(), WISHES.todosInstructions);
});

test('a value that the server does not take is named, and nothing is uploaded with it', async () => {
  const { page } = await open(browser);
  const name = `refused-${Date.now()}.wav`;
  const sentence = /todosLanguage must be a code of two letters such as 'de', not 'klingon'/;
  await home(page);
  await page.getByText('Options for the next recordings').click();
  // No list offers it: as an old page would send it to a newer server.
  const language = page.getByLabel('Written in');
  await language.evaluate((select) => select.add(new Option('Klingon', 'klingon')));
  await language.selectOption('klingon');

  await page.getByRole('button', { name: 'Keep for all my recordings' }).click();
  await page.locator('.options-keep [role="status"]').getByText(sentence).waitFor();
  await upload(page, { name, mimeType: 'audio/wav', buffer: await readFile(sample) });
  await page.locator('.uppy-Dashboard').getByText(sentence).first().waitFor();
  assert.equal(await row(page, name).count(), 0);
  assert.deepEqual(await (await page.request.get(kept())).json(), {});
});

const WISHES = {
  hotwords: ['Flyway', 'Ada Lovelace'],
  todosEngine: 'embedded',
  todosModel: 'qwen3:8b',
  todosInstructions: 'Only what concerns the customer.',
  todosLanguage: 'de',
};

async function fillIn(page) {
  await page.getByText('Options for the next recordings').click();
  await page.getByLabel('Names and terms likely to be said').fill(WISHES.hotwords.join(', '));
  await page.getByLabel('Made by').selectOption(WISHES.todosEngine);
  await page.getByLabel('Written in').selectOption(WISHES.todosLanguage);
  await page.getByLabel('Model, where the engine has several').fill(WISHES.todosModel);
  await wishes(page).fill(WISHES.todosInstructions);
  await wishes(page).blur();
}

function wishes(page) {
  return page.getByLabel('Wishes: what to look for, how to write it');
}

/** Options of all the user's recordings that come without their own. */
function kept() {
  return new URL('/api/settings/options', url).href;
}

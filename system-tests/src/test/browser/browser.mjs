import { existsSync, rmSync } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'node:test';
import { chromium } from 'playwright-core';

const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where the product runs. */
export const url = required('NOTES_URL');
/** A recording in which something is said. */
export const sample = required('NOTES_SAMPLE');
/** How long a whole recording may take here: a busy machine of two cores, with the model to load first. */
export const DONE = { timeout: Number(process.env.NOTES_PATIENCE_MS ?? 180_000) };

function required(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: the tests need it, see README.md.`);
  return value;
}

export function launch() {
  const executablePath = process.env.CHROMIUM ?? CANDIDATES.find((path) => existsSync(path));
  if (!executablePath)
    throw new Error('No Chromium found. Install it (apt-get install chromium) or set CHROMIUM.');
  return chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--autoplay-policy=no-user-gesture-required',
    ],
  });
}

const contexts = new Set();

// What a person would have seen where a wait was in vain: the stack trace alone says what was not there.
afterEach(async (t) => {
  for (const context of contexts) {
    for (const page of t.passed ? [] : context.pages()) {
      const text = await page.locator('main').innerText().catch(String);
      t.diagnostic(`${page.url()} showed:\n${text}`);
    }
    await context.close();
  }
  contexts.clear();
});

/**
 * A page with a profile of its own, open until its test ends. `faults` collects what a person would never see but a
 * developer must: exceptions, and what the content security policy blocked.
 */
export async function open(browser, options = {}) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    locale: 'en-US',
    ...options,
  });
  contexts.add(context);
  const page = await context.newPage();
  const faults = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && message.text().includes('Content Security Policy'))
      faults.push(message.text());
  });
  return { page, context, faults };
}

export async function home(page) {
  await page.goto(url);
  await page.locator('.uppy-Dashboard-AddFiles').waitFor();
}

/** Adds files and starts the upload; `files` as Playwright's setInputFiles takes them. */
export async function upload(page, files) {
  await page.locator('input.uppy-Dashboard-input').first().setInputFiles(files);
  await page.locator('.uppy-StatusBar-actionBtn--upload').click();
}

/** Has the product stop working on the session that the page shows. */
export async function cancel(page) {
  const { origin, pathname } = new URL(page.url());
  await page.request.post(`${origin}/api${pathname}/cancel`);
}

/** The list's row of the newest recording with this name. */
export function row(page, name) {
  return page.locator('.session-row', { has: page.getByText(name, { exact: true }) }).first();
}

export function withStatus(page, name, status) {
  return page
    .locator(`.session-row[data-status="${status}"]`, { has: page.getByText(name, { exact: true }) })
    .first();
}

/** Files of this run; given to the browser by path, for large ones take for ever through its control connection. */
const folder = await mkdtemp(join(tmpdir(), 'whisper-notes-browser-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** A WAV file of silence: as big as one likes, and a valid recording. */
export function silence(name, bytes) {
  return wav(name, Buffer.alloc(bytes - 44), 96_000, 2);
}

/** The sample again and again: something that keeps the product busy for a while. */
export async function long(name, times) {
  const once = await readFile(sample);
  const rate = once.readUInt32LE(24);
  const channels = once.readUInt16LE(22);
  const sound = once.subarray(once.indexOf('data') + 8);
  return wav(name, Buffer.concat(Array(times).fill(sound)), rate, channels);
}

async function wav(name, sound, rate, channels) {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(sound.length + 36, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * channels * 2, 28);
  header.writeUInt16LE(channels * 2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(sound.length, 40);
  const path = join(folder, name);
  await writeFile(path, Buffer.concat([header, sound]));
  return path;
}

import { existsSync } from 'node:fs';
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

/**
 * A page with a profile of its own. `faults` collects what a person would never see but a developer must: exceptions,
 * and what the content security policy blocked.
 */
export async function open(browser, options = {}) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    locale: 'en-US',
    ...options,
  });
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

/** The list's row of the newest recording with this name. */
export function row(page, name) {
  return page.locator('.session-row', { has: page.getByText(name, { exact: true }) }).first();
}

export function withStatus(page, name, status) {
  return page
    .locator(`.session-row[data-status="${status}"]`, { has: page.getByText(name, { exact: true }) })
    .first();
}

/** A WAV file of silence that is this long: as big as one likes, and a valid recording. */
export function silence(name, bytes) {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(bytes - 8, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(2, 22);
  header.writeUInt32LE(96_000, 24);
  header.writeUInt32LE(96_000 * 4, 28);
  header.writeUInt16LE(4, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(bytes - 44, 40);
  return { name, mimeType: 'audio/wav', buffer: Buffer.concat([header, Buffer.alloc(bytes - 44)]) };
}

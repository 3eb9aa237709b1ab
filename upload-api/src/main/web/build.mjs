// What Maven runs: installs what the lock file names and builds the page, or with `check` lints and tests it; each only
// when something it depends on has changed. A build without changes takes a tenth of a second.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.env.WEB_OUT ?? join(here, '../../../target/classes/static'));
const stamps = resolve(out, '../../web-stamps');

function filesUnder(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules')
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesUnder(path) : [path];
    })
    .sort();
}

function fingerprint(files) {
  const hash = createHash('sha256').update(process.version);
  for (const file of files) hash.update(file).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

function unlessDone(name, print, proof, work) {
  const stamp = join(stamps, name);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === print && existsSync(proof)) return;
  work();
  mkdirSync(stamps, { recursive: true });
  writeFileSync(stamp, print);
}

function npm(...args) {
  const { status, error } = spawnSync('npm', args, {
    cwd: here,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, WEB_OUT: out },
  });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

if (process.env.WEB_SKIP === 'true') process.exit(0);

const dependencies = ['package.json', 'package-lock.json', '.npmrc'].map((name) => join(here, name));
unlessDone('dependencies', fingerprint(dependencies), join(here, 'node_modules/.package-lock.json'), () =>
  npm('ci', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'),
);
if (process.argv[2] === 'check') {
  if (process.env.WEB_CHECK_SKIP === 'true') process.exit(0);
  unlessDone('check', fingerprint(filesUnder(here)), here, () => {
    npm('run', '--silent', 'lint');
    npm('test', '--silent');
  });
} else {
  unlessDone('page', fingerprint(filesUnder(here)), join(out, 'index.html'), () =>
    npm('run', '--silent', 'build'),
  );
}

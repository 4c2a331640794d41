// Makes node_modules what package-lock.json says. Runs before anything else is installed, on any
// Node from 20 on: plain JavaScript, no dependencies.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stampFile = join(root, 'node_modules', '.blackstart-lock');
const claimFolder = join(root, '.node_modules.installing');
const ABANDONED_MS = 10 * 60_000;

/** Installs the dependencies if node_modules is not what the lock file says. */
export function prepare() {
  const lockFile = join(root, 'package-lock.json');
  if (!existsSync(lockFile)) return; // installed as a package: npm has done it
  const wanted = createHash('sha256').update(readFileSync(lockFile)).digest('hex');
  if (isInstalled(wanted)) return;
  claim(wanted, () => {
    if (isInstalled(wanted)) return;
    install();
    writeFileSync(stampFile, wanted);
  });
}

function isInstalled(wanted) {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted;
}

function install() {
  console.error('blackstart: installing dependencies from package-lock.json (about 20 s) ...');
  // npm names the Node versions that packages want; the Node they get comes with them.
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  const { status, error, stdout, stderr } = spawnSync('npm', ['ci', ...quiet], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (status === 0 && runs(join(root, 'node_modules', '.bin', 'node'))) return;
  const why = error ? `npm does not start: ${error.message}` : `${stdout}${stderr}`.trim();
  fail(
    status === 0
      ? 'npm installed the package `node`, but its binary does not run.'
      : `npm ci failed:\n${why}`,
    'Check that the npm registry is reachable, then run `npm ci` in this folder to see more.',
  );
}

function runs(binary) {
  return spawnSync(binary, ['--version'], { shell: process.platform === 'win32' }).status === 0;
}

/** Two commands started at once must not install into each other's folder. */
function claim(wanted, work) {
  while (!tryClaim()) {
    if (isInstalled(wanted)) return;
    if (Date.now() - claimedAt() > ABANDONED_MS)
      rmSync(claimFolder, { recursive: true, force: true });
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
  try {
    work();
  } finally {
    rmSync(claimFolder, { recursive: true, force: true });
  }
}

function tryClaim() {
  try {
    mkdirSync(claimFolder);
    writeFileSync(join(claimFolder, 'pid'), String(process.pid));
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') {
      fail(`can't write to ${root}: ${error.message}`, 'Use a folder that you may write to.');
    }
    return releaseIfDead();
  }
}

/** Whoever claimed the folder may have been killed. Always false: the next try will tell. */
function releaseIfDead() {
  try {
    process.kill(Number(readFileSync(join(claimFolder, 'pid'), 'utf8')), 0);
  } catch (error) {
    if (error.code === 'ESRCH') rmSync(claimFolder, { recursive: true, force: true });
  }
  return false;
}

function claimedAt() {
  return statSync(claimFolder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
}

function fail(message, hint) {
  console.error(`blackstart: ${message}\n  next: ${hint}`);
  process.exit(3);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) prepare();

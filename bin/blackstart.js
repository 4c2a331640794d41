#!/usr/bin/env node
// Starts the command line with the Node that the project brings along. Runs on any Node from 20 on.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepare } from './prepare.js';

prepare();
const self = fileURLToPath(import.meta.url);
const source = new URL('../lib/cli/main.ts', import.meta.url);
const built = new URL('../lib/cli/main.js', import.meta.url);
const own = ownNode();

/** Exit code 1 is a verdict, and Node's own for whatever goes wrong: it must not get out. */
const ERROR = 3;

if (Number(process.versions.node.split('.')[0]) >= 24) {
  await import(existsSync(source) ? source : built).catch((error) => {
    console.error('blackstart: the command line can not be loaded\n ', error);
    process.exit(ERROR);
  });
} else if (own !== undefined && existsSync(own)) {
  startAgain();
} else {
  console.error(
    `blackstart: expected Node 24 or later, found ${process.version}, and none in ${own ?? 'the package node'}`,
  );
  console.error('  next: npm ci, or npm rebuild node, or install a current Node');
  process.exit(ERROR);
}

/** That of the package `node`; wherever npm put it: beside Blackstart, if that is a dependency. */
function ownNode() {
  try {
    const manifest = createRequire(import.meta.url).resolve('node/package.json');
    return join(dirname(manifest), 'bin', 'node');
  } catch {
    return undefined;
  }
}

function startAgain() {
  const child = spawn(own, [self, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // A terminal sends Ctrl-C to both; one that was sent to this process alone is passed on.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  child.on('error', (error) => {
    console.error(`blackstart: can't start ${own}: ${error.message}`);
    process.exit(ERROR);
  });
  child.on('exit', (code, signal) => {
    process.exit(code ?? 128 + (constants.signals[signal] ?? 0));
  });
}

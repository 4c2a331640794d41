#!/usr/bin/env node
// Starts the command line with the Node that the project brings along. Runs on any Node from 20 on.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepare } from './prepare.js';

prepare();
const self = fileURLToPath(import.meta.url);
const root = dirname(dirname(self));
const own = join(root, 'node_modules', 'node', 'bin', 'node');

/** Exit code 1 is a verdict, and Node's own for whatever goes wrong: it must not get out. */
const ERROR = 3;

if (Number(process.versions.node.split('.')[0]) >= 24) {
  await import('../lib/cli/main.ts').catch((error) => {
    console.error('blackstart: the command line can not be loaded\n ', error);
    process.exit(ERROR);
  });
} else if (existsSync(own)) {
  startAgain();
} else {
  console.error(
    `blackstart: expected Node 24 or later, found ${process.version}, and none in ${own}`,
  );
  console.error('  next: npm ci, or install a current Node');
  process.exit(ERROR);
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

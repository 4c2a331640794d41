import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { monotonicClock } from '../core/clock.ts';
import { HarnessError } from '../core/errors.ts';
import { eventually, type Look } from '../core/eventually.ts';
import { packageFolder } from '../core/package-folder.ts';

/** The command line as a process of its own, for tests that end it as a user or a crash would. */
export interface SpawnedBlackstart {
  readonly child: ChildProcess;
  /** Its exit code, null if a signal ended it; and all that it said on either stream. */
  readonly ended: Promise<{ readonly code: number | null; readonly output: string }>;
  /** Waits until it has said these words; rejects when it ended without them. */
  says(words: string): Promise<void>;
}

/** As this process was given it: connecting to an engine sets DOCKER_HOST for testcontainers. */
const environment = { ...process.env };

const SAYS_WITHIN_MS = 120_000;
const ENDS_WITHIN_MS = 300_000;

/** Starts the command line; one that hangs is killed after five minutes. */
export function spawnBlackstart(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): SpawnedBlackstart {
  const child = spawn(process.execPath, [join(packageFolder, 'bin', 'blackstart.js'), ...args], {
    env: { ...environment, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: ENDS_WITHIN_MS,
    killSignal: 'SIGKILL',
  });
  const said: string[] = [];
  child.stdout.on('data', (text) => said.push(String(text)));
  child.stderr.on('data', (text) => said.push(String(text)));
  const ended = once(child, 'exit').then(([code]) => ({ code, output: said.join('') }));
  const look = async (words: string): Promise<Look<true>> => {
    const output = said.join('');
    if (output.includes(words)) return { done: true };
    if (child.exitCode === null && child.signalCode === null) return { state: output };
    throw new HarnessError('ENDED', `blackstart ended without '${words}': ${output}`, { hint: '' });
  };
  const says = async (words: string) => {
    await eventually(`blackstart says '${words}'`, () => look(words), {
      clock: monotonicClock,
      withinMs: SAYS_WITHIN_MS,
    });
  };
  return { child, ended, says };
}

import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync } from 'node:fs';
import type Docker from 'dockerode';
import { execa } from 'execa';
import { monotonicClock } from '../core/clock.ts';
import { HarnessError, messageOf } from '../core/errors.ts';
import { eventually, type Look } from '../core/eventually.ts';
import type { Progress } from '../core/progress.ts';
import { ping } from './docker.ts';
import { readIfThere } from './read-if-there.ts';

const LOG_FILE = '/var/log/blackstart-dockerd.log';
const PID_FILES = ['/var/run/docker.pid', '/var/run/docker/containerd/containerd.pid'];
const ANSWERS_WITHIN_MS = 60_000;

/** What a person would type to install an engine here. */
export const installCommands: readonly string[] = [
  'apt-get update',
  'apt-get install -y --no-install-recommends docker.io iptables',
  ...startLines(),
];

/** What a person would type to start the engine that is installed. */
export const startCommands: readonly string[] = startLines();

function startLines(): readonly string[] {
  return hasSystemd() ? ['systemctl start docker'] : [`dockerd >> ${LOG_FILE} 2>&1 &`];
}

function hasSystemd(): boolean {
  return existsSync('/run/systemd/system');
}

/** Installs the distribution's own engine. */
export async function installEngine({ progress }: { readonly progress: Progress }): Promise<void> {
  await aptInstall(['docker.io', 'iptables'], 'no Docker Engine yet', progress);
}

/** Installs Debian packages, with the index brought up to date first. */
export async function aptInstall(
  packages: readonly string[],
  why: string,
  progress: Progress,
): Promise<void> {
  const apt = (args: readonly string[]) =>
    execa('apt-get', [...args], { env: { DEBIAN_FRONTEND: 'noninteractive' }, all: true });
  try {
    progress(`${why}: updating the package index`);
    await apt(['update']);
    progress(`${why}: installing ${packages.join(' and ')}`);
    await apt(['install', '-y', '--no-install-recommends', ...packages]);
  } catch (cause) {
    throw new HarnessError(
      'INSTALL',
      `apt-get could not install ${packages.join(', ')}: ${messageOf(cause)}`,
      {
        hint: `Install them by hand: apt-get install ${packages.join(' ')}`,
        cause,
      },
    );
  }
}

export interface StartOptions {
  readonly docker: Docker;
  readonly progress: Progress;
}

/** Starts the installed engine and waits until it answers. It outlives this process. */
export async function startEngine({ docker, progress }: StartOptions): Promise<void> {
  progress('starting the Docker Engine');
  const engine = hasSystemd() ? undefined : startDetached();
  if (engine === undefined) await execa('systemctl', ['start', 'docker']);
  const look = async (): Promise<Look<true>> => {
    const { answers, why } = await ping(docker);
    if (answers) return { done: true };
    if (engine === undefined || engine.exitCode === null) return { state: why };
    throw engineFailed(`the Docker Engine ended with code ${engine.exitCode} while it started`);
  };
  await eventually('the Docker Engine answers', look, {
    clock: monotonicClock,
    withinMs: ANSWERS_WITHIN_MS,
    everyMs: 100,
  }).catch((cause: unknown) => {
    throw engineFailed(messageOf(cause), cause);
  });
}

const engineFailed = (message: string, cause?: unknown): HarnessError =>
  new HarnessError('NO_ENGINE', message, { hint: `Its log ends:\n${lastLines()}`, cause });

function startDetached(): ChildProcess {
  for (const file of PID_FILES) removeIfStale(file);
  const log = openSync(LOG_FILE, 'a');
  const engine = spawn('dockerd', { detached: true, stdio: ['ignore', log, log] });
  engine.unref();
  closeSync(log);
  return engine;
}

/**
 * After a crash the number in a pid file may belong to any process, or to one that is dead and has
 * not been waited for; dockerd would not start.
 */
function removeIfStale(file: string): void {
  const pid = readIfThere(file)?.trim();
  if (pid === undefined) return;
  const [, name = '', state = ''] = readIfThere(`/proc/${pid}/stat`)?.match(/\((.*)\) (\S)/) ?? [];
  const alive = /^(dockerd|containerd)$/.test(name) && !/[ZX]/.test(state);
  if (!alive) rmSync(file, { force: true });
}

function lastLines(): string {
  if (!existsSync(LOG_FILE)) return `    (there is no ${LOG_FILE})`;
  const lines = readFileSync(LOG_FILE, 'utf8').trimEnd().split('\n');
  return lines
    .slice(-10)
    .map((line) => `    ${line}`)
    .join('\n');
}

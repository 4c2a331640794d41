import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type Docker from 'dockerode';
import { HarnessError } from '../core/errors.ts';
import type { Progress } from '../core/progress.ts';
import { connectDocker, ping } from './docker.ts';
import { type Endpoint, type Environment, resolveEndpoint } from './endpoint.ts';
import { type HostFacts, planEngine } from './engine-plan.ts';
import { installCommands, installEngine, startCommands, startEngine } from './install-engine.ts';

export interface Engine {
  readonly docker: Docker;
  readonly endpoint: Endpoint;
}

/** Asks a person whether these commands may be run. */
export type Confirm = (question: string, commands: readonly string[]) => Promise<boolean>;

export interface EnsureEngineOptions {
  readonly env: Environment;
  readonly progress: Progress;
  /** Undefined where nobody is there to be asked. */
  readonly confirm?: Confirm | undefined;
}

/** The engine to use; installed or started first where none answers and that is allowed. */
export async function ensureEngine({
  env,
  progress,
  confirm,
}: EnsureEngineOptions): Promise<Engine> {
  const endpoint = resolveEndpoint(env);
  const docker = connectDocker(endpoint);
  const { answers, why } = await ping(docker);
  const facts = hostFacts({ answers, explicit: endpoint.explicit, env, confirm });
  const plan = planEngine(facts);
  const commands = facts.installed ? startCommands : installCommands;
  switch (plan.kind) {
    case 'use':
      return { docker, endpoint };
    case 'refuse':
      throw noEngine(endpoint, `${why}; ${plan.why}`, commands);
    case 'start':
    case 'install': {
      const question = `No Docker Engine answers at ${endpoint.host}. Run these commands?`;
      if (plan.ask === 'first' && !(await confirm?.(question, commands))) {
        throw noEngine(endpoint, `${why}; it was not to be ${plan.kind}ed`, commands);
      }
      if (plan.kind === 'install') await installEngine({ progress });
      await startEngine({ docker, progress });
      return { docker, endpoint };
    }
  }
}

function noEngine(endpoint: Endpoint, why: string, commands: readonly string[]): HarnessError {
  const { source, host, explicit } = endpoint;
  const hint = explicit
    ? `Start the engine that ${source} names, or unset it.`
    : `Install and start one, for example:\n${commands.map((line) => `    ${line}`).join('\n')}\n  or name another one in DOCKER_HOST.`;
  return new HarnessError('NO_ENGINE', `no Docker Engine answers at ${host} (${source}): ${why}`, {
    hint,
    facts: { source, host },
  });
}

interface Known {
  readonly answers: boolean;
  readonly explicit: boolean;
  readonly env: Environment;
  readonly confirm: Confirm | undefined;
}

const hostFacts = ({ answers, explicit, env, confirm }: Known): HostFacts => ({
  ...installerFacts(env),
  answers,
  explicit,
  installed: isEngineInstalled(env),
  terminal: confirm !== undefined,
});

/** Whether packages can be installed here, and may be. */
export function installerFacts(
  env: Environment,
): Pick<HostFacts, 'root' | 'debian' | 'permission'> {
  const wanted = env['BLACKSTART_INSTALL_ENGINE'];
  return {
    root: process.getuid?.() === 0,
    debian: isDebian(),
    permission: wanted === undefined || wanted === '' ? undefined : wanted === '0' ? 'no' : 'yes',
  };
}

/** Whether there is an engine here that could be started. */
export const isEngineInstalled = (env: Environment): boolean => isOnPath('dockerd', env);

/** Debian itself, or a distribution that says it is like it: os-release(5). */
export function isDebian(): boolean {
  const file = '/etc/os-release';
  if (!existsSync(file)) return false;
  return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync(file, 'utf8'));
}

function isOnPath(program: string, env: Environment): boolean {
  const folders = (env['PATH'] ?? '').split(delimiter);
  return [...folders, '/usr/sbin', '/sbin'].some((folder) => existsSync(join(folder, program)));
}

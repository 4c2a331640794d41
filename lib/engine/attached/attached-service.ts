import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type Docker from 'dockerode';
import { ATTACHED_SYSTEM, type AttachedService } from '../../core/attached-project.ts';
import { type Clock, monotonicClock } from '../../core/clock.ts';
import { HarnessError, UsageError } from '../../core/errors.ts';
import type { Service } from '../../core/service.ts';
import { demultiplex } from '../demultiplex.ts';
import { pauseWhenItFreezes, statusOf, unlessAlready, unlessEnded } from '../docker-service.ts';
import { Door } from '../door.ts';
import { exec } from '../exec.ts';
import { cpuShare } from '../pulse.ts';
import { reach } from '../tcp.ts';
import { limitAttached } from './found-limits.ts';
import { hasProcess, memoryLimit, watchFreezer, watchProcess } from './kernel-view.ts';

export interface AttachedServiceOptions {
  readonly docker: Docker;
  readonly machine: string;
  readonly found: AttachedService;
  /** Whether the machine's network namespace is that of its container. */
  readonly ownsNetwork: boolean;
  /** Its machine's, as that is now. */
  readonly address: () => string;
  /** Of those that were seen to listen, the one that its clients use. */
  readonly port: () => number | undefined;
  /** Called with all that the engine says of its container, whenever somebody asks. */
  readonly seen: (info: Docker.ContainerInspectInfo) => void;
  /** What is to be done once it has been started. */
  readonly started: () => Promise<void>;
}

const LAST_LINES = 100;
const REACH_WITHIN_MS = 1_000;
const MIB = 2 ** 20;

/** A service in a container that somebody else has started, and will have back as it was. */
export function attachedService(options: AttachedServiceOptions): Service {
  const { docker, machine, found, address, ownsNetwork } = options;
  const clock: Clock = monotonicClock;
  const container = docker.getContainer(found.container);
  const door = new Door();
  const inspect = async (): Promise<Docker.ContainerInspectInfo> => {
    const info = await container.inspect().catch(unlessRemoved(found.containerName));
    options.seen(info);
    return info;
  };
  const watched = async () => ({
    container: found.container,
    pid: (await inspect()).State.Pid,
  });
  return {
    name: found.name,
    system: ATTACHED_SYSTEM,
    machine,
    get port() {
      return options.port();
    },
    ...(ownsNetwork ? { takesAddress: true as const } : {}),
    start: async () => {
      await container.start().catch(unlessAlready).catch(unlessRemoved(found.containerName));
      await inspect();
      await options.started();
    },
    // In its own time, as `docker compose stop` gives it: what is killed then is told by its code.
    stop: async () => {
      await container.stop().catch(unlessAlready);
    },
    kill: async () => {
      await container.kill({ signal: 'SIGKILL' }).catch(unlessEnded);
    },
    pause: async () => {
      await door.close(() => pauseWhenItFreezes(container, clock));
    },
    resume: async () => {
      if ((await inspect()).State.Paused) await container.unpause();
    },
    limit: (limits) => limitAttached(docker, container, found.limits, limits),
    memoryLimitMiB: async () => {
      const bytes = memoryLimit(await watched());
      if (bytes === undefined) throw unseen(found.containerName, 'memory limit');
      const { MemTotal: total } = await docker.info();
      return bytes / MIB >= total / MIB - 1 ? undefined : bytes / MIB;
    },
    cpuShare: (how) =>
      door.enter(async () => {
        const tools = ['sh', '-c', 'command -v date && command -v getconf'];
        const isThere = await exec(docker, container, tools).then(
          ({ exitCode }) => exitCode === 0,
          () => false,
        );
        if (isThere) return cpuShare(docker, container, how);
        throw new UsageError(
          `${machine}/${found.name}: expected an image with sh, date and getconf, found none`,
          { hint: 'What it gets of the processors is measured by a busy loop beside it.' },
        );
      }),
    hasProcess: (pid) => hasProcess({ container: found.container, pid }),
    state: async () => {
      const { State: state } = await inspect();
      return {
        running: state.Running,
        pid: state.Pid,
        exitCode: state.Running ? undefined : state.ExitCode,
        outOfMemory: state.OOMKilled,
        told: {
          container: state.Status,
          ...(state.Health === undefined ? {} : { health: state.Health.Status }),
        },
      };
    },
    lastLines: async () => {
      const said = await container.logs({ stdout: true, stderr: true, tail: LAST_LINES });
      if (found.terminal) return said.toString().split('\n');
      const outputs = demultiplex(docker, Readable.from([said]));
      return (await Promise.all(outputs.map((output) => text(output)))).join('').split('\n');
    },
    exec: (command) => door.enter(() => exec(docker, container, command)),
    reach: (port = options.port()) => {
      if (port === undefined) throw new RangeError(`${machine}/${found.name} has no port`);
      return reach({ address: address(), port }, { withinMs: REACH_WITHIN_MS });
    },
    watchDeath: async () => watchProcess(await watched(), clock),
    watchPulse: async () => {
      const pulse = watchFreezer(await watched(), clock);
      if (pulse === undefined) throw unseen(found.containerName, 'freezer');
      return pulse;
    },
  };
}

/** Nothing can be cured any more of what is gone, and nothing be done to it. */
export const unlessRemoved =
  (container: string) =>
  (error: unknown): never => {
    if (statusOf(error) !== 404) throw error;
    throw new HarnessError('CONTAINER_GONE', `the container ${container} is gone: it was removed`, {
      hint: 'blackstart down lets go of the others; attach again to what is there now.',
      cause: error,
    });
  };

/** Nothing could prove what is to be done, so it is not done. */
const unseen = (container: string, what: string): UsageError =>
  new UsageError(`expected to see the ${what} of ${container} in its control group, found none`, {
    hint: 'Control groups must lie below /sys/fs/cgroup, and processes below /proc, as this host has them.',
  });

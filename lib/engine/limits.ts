import type Docker from 'dockerode';
import { z } from 'zod';
import { monotonicClock } from '../core/clock.ts';
import { HarnessError, messageOf } from '../core/errors.ts';
import type { Limits } from '../core/service.ts';
import { exec } from './exec.ts';

const PERIOD_US = 100_000;
const MIB = 2 ** 20;
/** What the engine takes for no limit at all. */
const NONE = 0;

/** Limits what a container may use; what is not given is unlimited again. */
export async function limit(
  docker: Docker,
  container: Docker.Container,
  { cpus, memoryMiB }: Limits,
): Promise<void> {
  const wanted = {
    CpuPeriod: PERIOD_US,
    CpuQuota: cpus === undefined ? -1 : Math.round(cpus * PERIOD_US),
    Memory: memoryMiB === undefined ? await memoryOf(docker) : Math.round(memoryMiB * MIB),
    MemorySwap: -1,
  };
  await updateAsItIs(container, wanted).catch((cause: unknown) => {
    throw new HarnessError(
      'LIMIT',
      `the engine refused a limit of ${memoryMiB ?? 'no'} MiB and ${cpus ?? 'all'} processors: ${messageOf(cause)}`,
      {
        hint: 'Control groups v1 take no memory limit below what is in use: allow it more.',
        cause,
      },
    );
  });
}

/** Of processors that others want as well: the engine's default, and of who gives way. */
const SHARES = { usual: 1_024, yielding: 64 };

/** The shares of a container that gives way to others, or not. */
export const sharesOf = (yields: boolean): number => SHARES[yields ? 'yielding' : 'usual'];

/** Gives a container fewer shares of the processors than others have, or as many again. */
export const giveWay = (container: Docker.Container, yes: boolean): Promise<void> =>
  updateAsItIs(container, { CpuShares: sharesOf(yes) });

/** The engine hears this soon that a process has ended. */
const HEARS_WITHIN_MS = 1_000;

/**
 * What does not run takes its limits when it is started. A process that is ending just now has no
 * cgroup any more, in several words of several programs, and the engine does not know it yet.
 */
export async function updateAsItIs(container: Docker.Container, wanted: object): Promise<void> {
  const { State: before } = await container.inspect();
  const refused = await container.update(wanted).then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
  if (refused === undefined) return;
  const giveUpAt = monotonicClock.now() + HEARS_WITHIN_MS;
  while (before.Running && (await runsSince(container, before.StartedAt))) {
    if (monotonicClock.now() >= giveUpAt) throw refused.error;
    await monotonicClock.sleep(20);
  }
  await container.update(wanted);
}

async function runsSince(container: Docker.Container, startedAt: string): Promise<boolean> {
  const { State: now } = await container.inspect();
  return now.Running && now.StartedAt === startedAt;
}

/** The engine has no word for taking a memory limit away: all the memory there is, is none. */
async function memoryOf(docker: Docker): Promise<number> {
  const { MemTotal: total } = await docker.info();
  return total || NONE;
}

const limitSchema = z.string().regex(/^(?:max|\d+)$/);

/** As the kernel tells it in the container's own cgroup; undefined is none that could ever be met. */
export async function memoryLimitMiB(
  docker: Docker,
  container: Docker.Container,
): Promise<number | undefined> {
  const files = ['/sys/fs/cgroup/memory.max', '/sys/fs/cgroup/memory/memory.limit_in_bytes'];
  const { output } = await exec(docker, container, [
    'sh',
    '-c',
    `cat ${files.join(' ')} 2>/dev/null`,
  ]);
  const text = limitSchema.parse(output.trim());
  const limitMiB = text === 'max' ? Number.POSITIVE_INFINITY : Number(text) / MIB;
  return limitMiB >= (await memoryOf(docker)) / MIB - 1 ? undefined : limitMiB;
}

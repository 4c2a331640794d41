import type Docker from 'dockerode';
import type { FoundLimits } from '../../core/attached-project.ts';
import type { Limits } from '../../core/service.ts';
import { updateAsItIs } from '../limits.ts';

const PERIOD_US = 100_000;
const MIB = 2 ** 20;
const NANO = 1e9;

/**
 * Limits what a container may use; what is not given is as it was found. What is so already is not
 * touched.
 */
export async function limitAttached(
  docker: Docker,
  container: Docker.Container,
  found: FoundLimits,
  { cpus, memoryMiB }: Limits,
): Promise<void> {
  const now = limitsNow(await container.inspect());
  const all = (await docker.info()).MemTotal;
  const wanted = {
    ...(cpus === undefined && sameCpus(now, found) ? {} : cpuUpdate(found, cpus)),
    ...(memoryMiB === undefined && sameMemory(now, found, all)
      ? {}
      : memoryUpdate(found, memoryMiB, all)),
  };
  if (Object.keys(wanted).length > 0) await updateAsItIs(container, wanted);
}

/** As the engine holds them. */
export const limitsNow = ({
  HostConfig: { NanoCpus, CpuQuota, CpuPeriod, Memory, MemorySwap },
}: Docker.ContainerInspectInfo): FoundLimits => ({
  nanoCpus: NanoCpus ?? 0,
  cpuQuota: CpuQuota ?? 0,
  cpuPeriod: CpuPeriod ?? 0,
  memory: Memory ?? 0,
  memorySwap: MemorySwap ?? 0,
});

/** Whether the kernel allows the same: a limit of all the memory there is, is none. */
export const sameLimits = (one: FoundLimits, other: FoundLimits, memoryTotal: number): boolean =>
  sameCpus(one, other) && sameMemory(one, other, memoryTotal);

const sameCpus = (one: FoundLimits, other: FoundLimits): boolean => cpusOf(one) === cpusOf(other);

const cpusOf = ({ nanoCpus, cpuQuota, cpuPeriod }: FoundLimits): number => {
  if (nanoCpus > 0) return nanoCpus / NANO;
  return cpuQuota > 0 ? cpuQuota / (cpuPeriod || PERIOD_US) : Number.POSITIVE_INFINITY;
};

const sameMemory = (one: FoundLimits, other: FoundLimits, total: number): boolean =>
  memoryOf(one, total) === memoryOf(other, total);

const memoryOf = ({ memory }: FoundLimits, total: number): number =>
  memory === 0 || memory >= total ? Number.POSITIVE_INFINITY : memory;

/** The engine takes no quota for a container that was given a number of processors, and the other way round. */
function cpuUpdate(found: FoundLimits, cpus: number | undefined): object {
  if (found.nanoCpus > 0) {
    return { NanoCpus: cpus === undefined ? found.nanoCpus : Math.round(cpus * NANO) };
  }
  const period = found.cpuPeriod || PERIOD_US;
  const unlimited = found.cpuQuota > 0 ? found.cpuQuota : -1;
  return {
    CpuPeriod: period,
    CpuQuota: cpus === undefined ? unlimited : Math.round(cpus * period),
  };
}

/** The engine has no word for taking a memory limit away. */
function memoryUpdate(found: FoundLimits, memoryMiB: number | undefined, total: number): object {
  if (memoryMiB !== undefined) return { Memory: Math.round(memoryMiB * MIB), MemorySwap: -1 };
  return { Memory: found.memory || total, MemorySwap: found.memorySwap || -1 };
}

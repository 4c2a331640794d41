import type { Clock } from '../core/clock.ts';
import type { Machine, Skew } from '../core/machine.ts';
import type { Limits, Service } from '../core/service.ts';
import type { ToyAir } from './toy-air.ts';
import type { ToyCluster, ToyNode } from './toy-cluster.ts';
import { toyDisk } from './toy-disk.ts';

const POWER = 'power';
const PROCESSORS = 2;
const PULSE_MS = 10;

export interface ToyMachineOptions {
  readonly node: ToyNode;
  readonly cluster: ToyCluster;
  readonly clock: Clock;
  readonly air: ToyAir;
  /** `ignored` makes every fault a no-op. */
  readonly harms: 'done' | 'ignored';
}

/** A machine around a toy node: everything that a fault may do to one, in memory. */
export function toyMachine({ node, cluster, clock, air, harms }: ToyMachineOptions): Machine {
  const network = air.networkOf(node.name, harms);
  const disk = toyDisk(harms);
  const clockOf = toyClock(clock);
  let powered = true;
  let runsWithPower = false;
  const off = (end: (node: ToyNode) => void) => async () => {
    if (harms === 'done') {
      powered = false;
      runsWithPower ||= node.running;
      if (node.running) end(node);
    }
    return network.impose(POWER, { kind: 'silence' });
  };
  const service = toyService({ node, cluster, clock, air, harms }, clockOf);
  const start = async () => {
    if (powered) await service.start();
    else runsWithPower = true;
  };
  return {
    name: node.name,
    address: node.name,
    services: [{ ...service, start }],
    network,
    disk,
    vantage: air.vantageOf(node.name),
    powerOff: off((one) => cluster.kill(one)),
    shutDown: off((one) => cluster.stop(one)),
    powerOn: async () => {
      disk.remount();
      await network.lift(POWER);
      powered = true;
      if (runsWithPower) cluster.start(node);
      runsWithPower = false;
    },
    sync: async () => undefined,
    giveWay: async () => undefined,
    skew: async (skew) => {
      if (harms === 'done') clockOf.set(skew);
      return { at: clock.now(), uncertaintyMs: 0 };
    },
  };
}

interface ToyClock {
  set(skew: Skew | undefined): void;
  wallTime(): number;
}

function toyClock(clock: Clock): ToyClock {
  let skewed: (Skew & { readonly since: number }) | undefined;
  return {
    set: (skew) => {
      skewed = skew === undefined ? undefined : { ...skew, since: clock.now() };
    },
    wallTime: () => {
      if (skewed === undefined) return clock.wallTime();
      return clock.wallTime() + skewed.jumpMs + skewed.drift * (clock.now() - skewed.since);
    },
  };
}

function toyService(
  { node, cluster, clock, air, harms }: ToyMachineOptions,
  { wallTime }: ToyClock,
): Service {
  let limits: Limits = {};
  let pausedAt: number | undefined;
  const port = 1;
  const ifDone = (harm: () => void) => async () => {
    if (harms === 'done') harm();
  };
  return {
    name: 'toyd',
    system: 'toy',
    machine: node.name,
    port,
    start: async () => cluster.start(node),
    stop: ifDone(() => cluster.stop(node)),
    kill: ifDone(() => cluster.kill(node)),
    pause: ifDone(() => {
      pausedAt = clock.now();
    }),
    resume: async () => {
      pausedAt = undefined;
    },
    limit: async (wanted) => {
      if (harms === 'done') limits = wanted;
    },
    memoryLimitMiB: async () => limits.memoryMiB,
    cpuShare: async () => Math.min(1, limits.cpus ?? PROCESSORS),
    state: async () => ({
      running: node.running,
      pid: node.pid,
      exitCode: node.running ? undefined : node.exitCode,
      outOfMemory: false,
    }),
    lastLines: async () => [],
    exec: async () => ({ exitCode: 0, output: `${Math.round(wallTime() * 1e6)}\n` }),
    reach: async () => {
      if (!air.carries('clients', node.name)) return 'silent';
      return node.running && !air.resets(node.name, port) ? 'accepts' : 'refuses';
    },
    watchDeath: async () => watchToyDeath(node, clock),
    watchPulse: async () => ({
      last: () => ({ at: pausedAt ?? clock.now() + PULSE_MS, uncertaintyMs: PULSE_MS }),
      [Symbol.asyncDispose]: async () => undefined,
    }),
  };
}

function watchToyDeath(node: ToyNode, clock: Clock): Awaited<ReturnType<Service['watchDeath']>> {
  let diedAt: number | undefined;
  const listener = () => {
    diedAt = clock.now();
  };
  node.deathListeners.add(listener);
  return {
    seen: async () => diedAt,
    [Symbol.asyncDispose]: async () => {
      node.deathListeners.delete(listener);
    },
  };
}

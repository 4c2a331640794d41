import type { Capability } from '../core/capability.ts';
import type { AnyFault } from '../core/fault.ts';
import type { Cluster, Platform } from '../core/platform.ts';
import type { Progress } from '../core/progress.ts';
import type { Ready } from '../engine/set-up.ts';
import { faults } from '../faults/index.ts';
import { benchCluster } from './bench-cluster.ts';
import { powerSkew, ruleSkew } from './blow-skew.ts';
import { type FaultLatency, faultLatency } from './fault-latency.ts';
import { faultTrials } from './fault-trials.ts';
import { type Timing, timingOf } from './median.ts';
import { type PlainContainers, plainContainers } from './plain-containers.ts';
import { plainLatency, plainSkew } from './plain-latency.ts';
import {
  dockerExec,
  dockerKill,
  dockerPause,
  networkDisconnect,
  type PlainWay,
  sidecar,
} from './plain-ways.ts';
import { ruleLatency } from './rule-latency.ts';
import type { Comparison } from './tables.ts';

export interface BlowsOptions {
  readonly ready: Ready;
  readonly platform: Platform;
  /** What this kernel does not offer: the reason by capability. */
  readonly lacking: ReadonlyMap<Capability, string>;
  readonly note: Progress;
}

export interface Blows extends Ours {
  readonly comparisons: readonly Comparison[];
}

/** Everything about harm: how soon, how far apart, and beside what the engine alone can do. */
export async function measureBlows(options: BlowsOptions): Promise<Blows> {
  const ours = await measureOurs(options);
  return { ...ours, comparisons: await compare(ours, options) };
}

interface Ours {
  readonly rule: Timing;
  readonly ruleSkew: Timing;
  readonly powerSkew: Timing;
  readonly faults: readonly FaultLatency[];
  /** What was not measured, or not proven, and why. */
  readonly remarks: readonly string[];
}

async function measureOurs({ platform, lacking, note }: BlowsOptions): Promise<Ours> {
  const possible = faults.filter(({ needs }) => !needs.some((need) => lacking.has(need)));
  const [plain, dialled] = byDisks(possible);
  note('three machines with a ledger');
  const first = await withCluster(platform, plain, async (cluster) => {
    const { machines } = cluster;
    const [machine] = machines;
    if (machine === undefined) throw new RangeError('a cluster has a machine');
    note('a network rule');
    const rule = await ruleLatency(machine, 100);
    note('a rule on three machines at once');
    const together = await ruleSkew(machines, 20);
    const measured = await measureFaults(plain, cluster, note);
    // Last: whoever comes next would meet machines that are still starting.
    note('a power cut of three machines at once');
    const cut = await powerSkew(machines, 5);
    return { rule, ruleSkew: together, powerSkew: cut, measured };
  });
  note('three machines whose disks have dials');
  const second = await withCluster(platform, dialled, (cluster) =>
    measureFaults(dialled, cluster, note),
  );
  const { measured, ...blows } = first;
  const all = [...measured, ...second];
  return {
    ...blows,
    faults: all,
    remarks: [...remarksOn(possible), ...all.flatMap(doubtsAbout)],
  };
}

/** Dials make a disk slower: only what turns them is measured on such a disk. */
function byDisks(
  possible: readonly AnyFault[],
): readonly [readonly AnyFault[], readonly AnyFault[]] {
  const turnsDials = ({ needs }: AnyFault) => needs.includes('faulty-disks');
  return [possible.filter((fault) => !turnsDials(fault)), possible.filter(turnsDials)];
}

async function withCluster<T>(
  platform: Platform,
  possible: readonly AnyFault[],
  measure: (cluster: Cluster) => Promise<T>,
): Promise<T> {
  const needs = new Set(possible.flatMap((fault) => fault.needs));
  await using cluster = await benchCluster(platform, needs);
  return await measure(cluster);
}

async function measureFaults(
  possible: readonly AnyFault[],
  cluster: Cluster,
  note: Progress,
): Promise<readonly FaultLatency[]> {
  const measured: FaultLatency[] = [];
  for (const fault of possible) {
    const trial = faultTrials[fault.kind];
    if (trial === undefined) continue;
    note(`${fault.kind}, ${trial.repeats} times`);
    measured.push(await faultLatency(fault, trial, cluster));
  }
  return measured;
}

function remarksOn(possible: readonly AnyFault[]): readonly string[] {
  return faults.flatMap((fault) => {
    if (!possible.includes(fault)) return [`${fault.kind}: not measured, this kernel can't do it`];
    if (fault.kind in faultTrials || fault.kind === 'none') return [];
    return [`${fault.kind}: not measured, bench/fault-trials.ts has no settings for it`];
  });
}

function doubtsAbout({ kind, fromOrder, unproven, failed }: FaultLatency): readonly string[] {
  const [first] = unproven;
  const doubt =
    first === undefined
      ? []
      : [
          `${kind}: ${unproven.length} proofs of ${fromOrder.repeats} rounds did not hold, the first: ${first.claim}; observed: ${first.observed}`,
        ];
  const [reason] = failed;
  return reason === undefined
    ? doubt
    : [...doubt, `${kind}: ${failed.length} rounds failed, the first: ${reason}`];
}

async function compare(ours: Ours, { ready, note }: BlowsOptions): Promise<readonly Comparison[]> {
  const comparisons: Comparison[] = [];
  const beside = async (
    effect: string,
    found: Pick<FaultLatency, 'fromOrder' | 'uncertainty'> | undefined,
    ways: readonly PlainWay[],
    measure: (way: PlainWay, plain: PlainContainers) => Promise<Timing>,
  ) => {
    if (found === undefined) return;
    const { fromOrder, uncertainty } = found;
    const mine = { effect, ours: fromOrder, uncertaintyMs: uncertainty.medianMs };
    for (const way of ways) {
      note(`${effect}: ${way.name}`);
      // New ones each: a container that was disconnected and connected has another interface.
      await using plain = await plainContainers(ready);
      comparisons.push({ ...mine, way: way.name, plain: await measure(way, plain) });
    }
  };
  const soon = (way: PlainWay, plain: PlainContainers) => plainLatency(way, plain, 10);
  const apart = (way: PlainWay, plain: PlainContainers) => plainSkew(way, plain, 5);
  const of = (kind: string) => ours.faults.find((one) => one.kind === kind);
  const sure = (timing: Timing) => ({ fromOrder: timing, uncertainty: timingOf([0]) });
  const cuts = [dockerExec, sidecar, networkDisconnect];
  await beside('silence of a machine', sure(ours.rule), cuts, soon);
  await beside('silence of three: first to last', sure(ours.ruleSkew), cuts, apart);
  await beside('three lose power: first to last', sure(ours.powerSkew), [dockerKill], apart);
  await beside('kill', of('kill'), [dockerKill], soon);
  await beside('pause', of('pause'), [dockerPause], soon);
  return comparisons;
}

import { type Header, HISTORY_VERSION } from '../core/history.ts';
import { defaultTiming, type Scenario } from '../core/scenario.ts';
import { describeTarget } from '../core/target.ts';
import { OBSERVE_EVERY_MS } from './observer.ts';

export interface HeaderOptions {
  readonly run: string;
  readonly seed: number;
  /** Wall-clock time, ms since the Unix epoch. */
  readonly startedAt: number;
  readonly versions: Readonly<Record<string, string>>;
  /** The folder that the scenario was taken from, if not from our own suites. */
  readonly suites?: string | undefined;
}

/** The first line of a history: what was asked for, in words that a reader needs no code for. */
export function headerOf(scenario: Scenario, options: HeaderOptions): Header {
  const { run, seed, startedAt, versions, suites } = options;
  const { name, title, topology, workloads, schedule, expect, timing } = scenario;
  return {
    type: 'header',
    format: 'blackstart-history',
    version: HISTORY_VERSION,
    run,
    scenario: name,
    title,
    seed,
    startedAt: new Date(startedAt).toISOString(),
    topology: {
      name: topology.name,
      settings: { ...topology.settings },
      machines: topology.machines.map((machine) => machine.name),
    },
    workloads: workloads.map((workload) => ({
      name: workload.name,
      system: workload.system,
      vocabulary: workload.vocabulary,
      ...(workload.settings === undefined ? {} : { settings: { ...workload.settings } }),
      machines: topology.machines
        .filter(({ services }) => services.some(({ system }) => system === workload.system))
        .map((machine) => machine.name),
      lanes: workload.lanes,
      intervalMs: 1_000 / workload.ratePerSecond,
      deadlineMs: workload.deadlineMs,
    })),
    schedule: schedule.map(({ atMs, jitterMs, fault, target }) => ({
      atMs,
      jitterMs,
      fault: fault.kind,
      settings: { ...fault.settings },
      lastsMs: fault.lastsMs,
      target: describeTarget(target),
    })),
    stabilityMs: timing?.stabilityMs ?? defaultTiming.stabilityMs,
    observeEveryMs: OBSERVE_EVERY_MS,
    expect: [...expect],
    replay: [
      `npx blackstart run ${name} --seed ${seed}`,
      ...(suites === undefined ? [] : [`--suites ${suites}`]),
    ].join(' '),
    versions: { ...versions },
  };
}

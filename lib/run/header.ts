import { type Header, HISTORY_VERSION, type WorkloadFacts } from '../core/history.ts';
import { inShell } from '../core/in-shell.ts';
import { defaultTiming, type Scenario } from '../core/scenario.ts';
import type { Blow } from '../core/schedule.ts';
import { describeTarget } from '../core/target.ts';
import type { Topology } from '../core/topology.ts';
import type { Configs } from '../core/with-config.ts';
import type { Workload } from '../core/workload.ts';

export interface HeaderOptions {
  readonly run: string;
  readonly seed: number;
  /** Wall-clock time, ms since the Unix epoch. */
  readonly startedAt: number;
  readonly versions: Readonly<Record<string, string>>;
  /** By system the lines of its configuration files. */
  readonly configuration?: Header['configuration'];
  /** The folder that the scenario was taken from, if not from our own suites. */
  readonly suites?: string | undefined;
  /** Folders of configuration files by system, on top of those that the scenario names. */
  readonly config?: Configs;
  /** The profile that took the place of the scenario's own. */
  readonly profile?: string | undefined;
  /** What does it again, where that is not to run the scenario. */
  readonly replay?: string | undefined;
}

/** The first line of a history: what was asked for, in words that a reader needs no code for. */
export function headerOf(scenario: Scenario, options: HeaderOptions): Header {
  const { run, seed, startedAt, versions, suites, config = {}, profile } = options;
  const { configuration } = options;
  const { name, title, topology, workloads, schedule, expect, timing, file } = scenario;
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
    workloads: workloads.map((workload) => factsOf(workload, topology)),
    schedule: schedule.map(plannedBlow),
    stabilityMs: timing?.stabilityMs ?? defaultTiming.stabilityMs,
    observeEveryMs: timing?.observeEveryMs ?? defaultTiming.observeEveryMs,
    expect: [...expect],
    replay:
      options.replay ??
      [
        `npx blackstart run ${inShell(file ?? name)} --seed ${seed}`,
        ...(suites === undefined || file !== undefined ? [] : [`--suites ${inShell(suites)}`]),
        ...(profile === undefined ? [] : [`--profile ${inShell(profile)}`]),
        ...Object.entries(config).map(
          ([system, folder]) => `--config ${inShell(`${system}=${folder}`)}`,
        ),
      ].join(' '),
    versions: { ...versions },
    ...(configuration === undefined ? {} : { configuration }),
  };
}

/** What is asked of a system, for who judges it. */
export const factsOf = (workload: Workload, { machines }: Topology): WorkloadFacts => ({
  name: workload.name,
  system: workload.system,
  vocabulary: workload.vocabulary,
  ...(workload.settings === undefined ? {} : { settings: { ...workload.settings } }),
  machines: machines
    .filter(({ services }) => services.some(({ system }) => system === workload.system))
    .map(({ name }) => name),
  lanes: workload.lanes,
  intervalMs: 1_000 / workload.ratePerSecond,
  deadlineMs: workload.deadlineMs,
});

/** A blow as a history names it. */
export const plannedBlow = ({ when, jitterMs, fault, target }: Blow): PlannedBlow => ({
  ...when,
  jitterMs,
  fault: fault.kind,
  settings: { ...fault.settings },
  lastsMs: fault.lastsMs,
  target: describeTarget(target),
});

type PlannedBlow = Header['schedule'][number];

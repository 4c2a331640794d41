import { monotonicClock } from '../core/clock.ts';
import { HarnessError } from '../core/errors.ts';
import { EventLog } from '../core/event-log.ts';
import { eventually } from '../core/eventually.ts';
import type { Header, History, HistoryEvent } from '../core/history.ts';
import type { Machine } from '../core/machine.ts';
import type { Scenario } from '../core/scenario.ts';
import { startTimeline } from '../core/timeline.ts';
import type { Topology } from '../core/topology.ts';
import type { Workload } from '../core/workload.ts';
import { headerOf } from '../run/header.ts';
import { type Operator, startOperator } from '../run/operator.ts';
import { beats } from './calibration-client.ts';
import { arm, keptBy } from './calibration-control.ts';
import type { Kind, Script } from './calibration-script.ts';
import { METRONOME } from './calibration-servers.ts';
import { expectedRto } from './calibration-truth.ts';

/** Probe interval d over both lanes. */
export const INTERVAL_MS = 10;

/** Stability window W. */
const STABILITY_MS = 1_000;
const LANES = 2;
const STEADY_MS = 200;
/** From the order for a script to its start. */
const AHEAD_MS = 50;
/** For what the stretch wants beyond its window: a probe at each end, and its answers. */
const MARGIN_MS = 50;
const RETURNS_WITHIN_MS = 10_000;

/** One outage to be measured. */
export interface Trial {
  readonly index: number;
  readonly kind: Kind;
  /** Of the outage, or of the last one where the server flaps. */
  readonly lengthMs: number;
  readonly script: Script;
  /** Where between two probes the script begins, of an interval, in [0, 1). */
  readonly phase: number;
  /** Deadline D of the probes: shorter than the outage, or no probe need notice it. */
  readonly deadlineMs: number;
  /** Of a client: for its turn and a connection, and for the answer. */
  readonly timeoutMs: number;
  /** The lanes' pause after a connection failed. */
  readonly backOffMs: number;
}

/** What was recorded of a trial; times are ms on the history's own axis. */
export interface Recording {
  readonly trial: Trial;
  /** What the operator recorded, and the script's start as a blow. */
  readonly history: History;
  readonly truthMs: number;
  /** When the server was to be back, and when it was by its own word. */
  readonly backAt: number;
  readonly servedAt: number;
  /** Of every connection that a lane made. */
  readonly connectedAt: readonly number[];
  /** The latest start of a probe after it was due. */
  readonly operatorLateMs: number;
}

/** The RTO that the script of a trial has by definition. */
export const truthOf = ({ script, deadlineMs }: Trial): number =>
  expectedRto(script, { intervalMs: INTERVAL_MS, deadlineMs, stabilityMs: STABILITY_MS });

/** Lets the real operator probe one server while that follows a script, and until it is stable. */
export async function recordTrial(
  trial: Trial,
  machine: Machine,
  topology: Topology,
): Promise<Recording> {
  const timeline = startTimeline(monotonicClock);
  const events = new EventLog();
  const connectedAt: number[] = [];
  const workload = workloadOf(trial);
  await using operator = startOperator({
    clock: monotonicClock,
    timeline,
    recorder: { record: (event) => keep(events, event) },
    workload,
    vocabulary: beats({
      backOffMs: trial.backOffMs,
      onConnected: (at) => connectedAt.push(timeline.at(at)),
    }),
    machines: [machine],
  });
  await goodFor(STEADY_MS, operator);
  operator.takeLatenessMs();
  const startAt = monotonicClock.now() + AHEAD_MS + trial.phase * INTERVAL_MS;
  await arm(machine, trial.script, startAt);
  keep(events, injectedAt(timeline.at(startAt)));
  const truthMs = truthOf(trial);
  const stableAt = startAt + truthMs + STABILITY_MS + MARGIN_MS;
  await monotonicClock.sleep(stableAt - monotonicClock.now());
  await goodFor(STABILITY_MS + MARGIN_MS, operator).catch(unlessTimeout);
  await operator.stop();
  return {
    trial,
    history: { header: headerFor(trial, topology, workload), events },
    truthMs,
    backAt: timeline.at(startAt + truthMs),
    servedAt: timeline.at(await returnOf(machine, trial.script)),
    connectedAt,
    operatorLateMs: operator.takeLatenessMs(),
  };
}

/** An event that does not fit is a defect of the bench, and no reading. */
function keep(events: EventLog, event: HistoryEvent): void {
  const complaint = events.push(event);
  if (complaint !== undefined) throw new Error(complaint);
}

async function goodFor(ms: number, operator: Operator): Promise<void> {
  const look = async () => {
    const goodForMs = operator.goodForMs();
    if (goodForMs >= ms) return { done: true as const };
    return { state: `good for ${Math.round(goodForMs)} ms` };
  };
  await eventually(`every probe good for ${ms} ms`, look, {
    clock: monotonicClock,
    withinMs: RETURNS_WITHIN_MS,
    everyMs: 20,
  });
}

/** What is not stable in the end is a reading as well. */
function unlessTimeout(error: unknown): void {
  if (!(error instanceof HarnessError && error.code === 'TIMEOUT')) throw error;
}

const workloadOf = ({ deadlineMs, timeoutMs }: Trial): Workload => ({
  name: 'beats',
  system: METRONOME,
  vocabulary: 'beats',
  ratePerSecond: 1_000 / INTERVAL_MS,
  lanes: LANES,
  deadlineMs,
  timeoutMs,
  operation: (id) => ({ f: 'beat', value: id }),
});

/** The script's clock is the harness's: the instant is known. */
const injectedAt = (t: number): HistoryEvent => ({
  t,
  type: 'injected',
  index: 0,
  uncertaintyMs: 0,
  proofs: [],
});

function headerFor({ kind, index }: Trial, topology: Topology, workload: Workload): Header {
  const scenario: Scenario = {
    name: 'calibration',
    title: `A metronome: ${kind}`,
    topology,
    workloads: [workload],
    schedule: [],
    expect: [],
    timing: { stabilityMs: STABILITY_MS },
  };
  const startedAt = monotonicClock.wallTime();
  return headerOf(scenario, { run: `calibration-${index}`, seed: index, startedAt, versions: {} });
}

/** Clock time at which it was in its script's last mode. */
async function returnOf(machine: Machine, script: Script): Promise<number> {
  const kept = await keptBy(machine);
  const last = kept[script.length - 1];
  if (last !== undefined) return last;
  throw new Error(`${machine.name} took ${kept.length} of ${script.length} steps`);
}

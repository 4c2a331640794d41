import type { History } from '../../core/history.ts';
import type { Report } from '../../core/report.ts';
import { probesOf } from '../../measures/probes.ts';
import { type BlowFacts, blowsOf } from '../blows.ts';
import { type Buckets, bucketsOf, bucketWidthMs } from './buckets.ts';
import { type MachineLane, machineLanes } from './machine-spans.ts';
import { type Operations, operationsOf } from './operations.ts';
import { type PowerLane, powerLanes } from './power-lanes.ts';
import { type Recovery, recoveriesOf } from './recoveries.ts';
import { type Span, spansOf } from './spans.ts';

export interface TimelineWorkload extends Buckets {
  readonly name: string;
  readonly system: string;
  readonly lanes: number;
  readonly deadlineMs: number;
  readonly away: readonly Recovery[];
  readonly operations: Operations;
}

/** What the browser's side draws: all times in ms since the run began. */
export interface TimelineData {
  readonly startedAt: string;
  readonly endMs: number;
  readonly bucketMs: number;
  /** What is worth seeing first: from steady to the end of settling. */
  readonly view: readonly [from: number, to: number];
  readonly phases: readonly { readonly name: string; readonly from: number; readonly to: number }[];
  readonly blows: readonly Pick<
    BlowFacts,
    'index' | 'step' | 'number' | 'label' | 'machines' | 'from' | 'to'
  >[];
  readonly workloads: readonly TimelineWorkload[];
  readonly power: readonly PowerLane[];
  readonly machines: readonly MachineLane[];
  readonly redundancy: readonly {
    readonly system: string;
    readonly spans: readonly Span[];
    readonly away: readonly Recovery[];
  }[];
}

/** A page carries at most this many operations one by one: 0.8 MB. */
const OPERATIONS = 20_000;

/** A report's history, reduced to what fits a screen. */
export function timelineData(report: Report): TimelineData {
  const { history } = report;
  const { header } = history;
  const { endMs } = history.events;
  const bucketMs = bucketWidthMs(endMs, header.workloads);
  const shortestMs = bucketMs > 100 ? bucketMs : 0;
  const phases = phasesOf(history, endMs);
  const probes = header.workloads.map((workload) => probesOf(history, workload));
  const total = probes.reduce((sum, { length }) => sum + length, 0);
  const budget = total <= OPERATIONS ? total : Math.floor(OPERATIONS / header.workloads.length);
  return {
    startedAt: header.startedAt,
    endMs,
    bucketMs,
    view: viewOf(phases, endMs),
    phases,
    blows: blowsOf(history).map(({ index, step, number, label, machines, from, to }) => ({
      index,
      step,
      number,
      label,
      machines,
      from,
      to,
    })),
    workloads: header.workloads.map(({ name, system, lanes, deadlineMs }, i) => {
      const own = probes[i] ?? [];
      return {
        name,
        system,
        lanes,
        deadlineMs,
        away: recoveriesOf(report, 'rto.all', { workload: name }),
        operations: operationsOf(own, budget),
        ...bucketsOf(own, endMs, bucketMs),
      };
    }),
    power: powerLanes(history),
    machines: machineLanes(history, shortestMs),
    redundancy: redundancyLanes(history, shortestMs).map((lane) => ({
      ...lane,
      away: recoveriesOf(report, 'rto.redundancy', { system: lane.system }),
    })),
  };
}

function phasesOf({ events }: History, endMs: number): TimelineData['phases'] {
  const phases = events.of('phase');
  return phases.map(({ phase, t }, i) => ({
    name: phase,
    from: t,
    to: phases[i + 1]?.t ?? endMs,
  }));
}

function viewOf(phases: TimelineData['phases'], endMs: number): TimelineData['view'] {
  const from = phases.find(({ name }) => name === 'steady')?.from ?? 0;
  const to = phases.find(({ name }) => name === 'final')?.from ?? endMs;
  return to > from ? [from, to] : [0, endMs];
}

function redundancyLanes({ header, events }: History, shortestMs: number) {
  const reports = events.of('redundancy');
  return [...Map.groupBy(reports, ({ system }) => system)].map(([system, own]) => ({
    system,
    spans: spansOf(
      own
        .toSorted((one, other) => one.t - other.t)
        .map(({ t, full, detail }) => ({ t, look: full ? 'full' : 'reduced', label: detail })),
      { everyMs: header.observeEveryMs, shortestMs },
    ),
  }));
}

import type { History } from '../../core/history.ts';
import type { Report } from '../../core/report.ts';
import { probesOf } from '../../measures/probes.ts';
import { type BlowFacts, blowsOf } from './blows.ts';
import { type Buckets, bucketsOf, bucketWidthMs } from './buckets.ts';
import { type MachineLane, machineLanes } from './machine-spans.ts';
import { type Recovery, recoveriesOf } from './recoveries.ts';
import { type Span, spansOf } from './spans.ts';

export interface TimelineWorkload extends Buckets {
  readonly name: string;
  readonly lanes: number;
  readonly deadlineMs: number;
  readonly away: readonly Recovery[];
}

/** What the browser's side draws: all times in ms since the run began. */
export interface TimelineData {
  readonly startedAt: string;
  readonly endMs: number;
  readonly bucketMs: number;
  /** What is worth seeing first: from steady to the end of settling. */
  readonly view: readonly [from: number, to: number];
  readonly phases: readonly { readonly name: string; readonly from: number; readonly to: number }[];
  readonly blows: readonly Pick<BlowFacts, 'index' | 'label' | 'machines' | 'from' | 'to'>[];
  readonly workloads: readonly TimelineWorkload[];
  readonly machines: readonly MachineLane[];
  readonly redundancy: readonly {
    readonly system: string;
    readonly spans: readonly Span[];
    readonly away: readonly Recovery[];
  }[];
}

/** A report's history, reduced to what fits a screen. */
export function timelineData(report: Report): TimelineData {
  const { history } = report;
  const { header, events } = history;
  const endMs = events.reduce((latest, { t }) => Math.max(latest, t), 0);
  const bucketMs = bucketWidthMs(endMs, header.workloads);
  const shortestMs = bucketMs > 100 ? bucketMs : 0;
  const phases = phasesOf(history, endMs);
  return {
    startedAt: header.startedAt,
    endMs,
    bucketMs,
    view: viewOf(phases, endMs),
    phases,
    blows: blowsOf(history).map(({ index, label, machines, from, to }) => ({
      index,
      label,
      machines,
      from,
      to,
    })),
    workloads: header.workloads.map((workload) => ({
      name: workload.name,
      lanes: workload.lanes,
      deadlineMs: workload.deadlineMs,
      away: recoveriesOf(report, 'rto.all', { workload: workload.name }),
      ...bucketsOf(probesOf(history, workload), endMs, bucketMs),
    })),
    machines: machineLanes(history, shortestMs),
    redundancy: redundancyLanes(history, shortestMs).map((lane) => ({
      ...lane,
      away: recoveriesOf(report, 'rto.redundancy', { system: lane.system }),
    })),
  };
}

function phasesOf({ events }: History, endMs: number): TimelineData['phases'] {
  const phases = events.filter((event) => event.type === 'phase');
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
  const reports = events.filter((event) => event.type === 'redundancy');
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

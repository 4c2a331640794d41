import { formatMs } from './duration.ts';
import type { EventOf, History, Phase } from './history.ts';

/** A stretch under load in which the harness could not do what was due, ms of the history's clock. */
export interface Stall {
  /** It lies somewhere between these two. */
  readonly from: number;
  readonly until: number;
  readonly ms: number;
  /** The end of a sentence, of what it was doing; empty where nobody knows. */
  readonly why: string;
}

/** The harness looks at itself once a second. */
const LOOK_MS = 1_000;

/**
 * When the harness began operations, or heard answers, more than a quarter of the shortest deadline
 * late: less than that makes no answer miss its deadline that would have kept it well. Operations that
 * began late tell when that was. Where they are due too seldom for every such stall to make one late,
 * it lies anywhere within the second before a look.
 */
export function stallsOf(history: History): readonly Stall[] {
  const { workloads } = history.header;
  const tolerated = Math.min(...workloads.map(({ deadlineMs }) => deadlineMs)) / 4;
  const felt = watchedUnderLoad(history).flatMap(
    ({ t, latenessMaxMs, loopDelayMaxMs, ...seen }) => {
      const ms = Math.max(latenessMaxMs, loopDelayMaxMs);
      return ms > tolerated ? [{ from: t - LOOK_MS - ms, until: t, ms, why: whyOf(seen) }] : [];
    },
  );
  // In a stall an operation is due within this: what it waits for then is that much shorter.
  const intervalMs = Math.min(...workloads.map((workload) => workload.intervalMs));
  if (felt.length === 0 || intervalMs >= tolerated) return felt;
  const waits = lateStarts(history, tolerated - intervalMs);
  return felt.map((stall) => {
    const within = waits.filter(({ from, until }) => from <= stall.until && until >= stall.from);
    if (within.length === 0) return stall;
    const from = Math.min(...within.map((wait) => wait.from)) - intervalMs;
    const until = Math.max(...within.map((wait) => wait.until));
    return { ...stall, from: Math.max(stall.from, from), until: Math.min(stall.until, until) };
  });
}

/** Between when operations were due and when they began, where that is longer than this. */
function lateStarts(
  { header, events }: History,
  longerThanMs: number,
): readonly { readonly from: number; readonly until: number }[] {
  return header.workloads.flatMap(({ name }) => {
    const late: { from: number; until: number }[] = [];
    for (const { due, invokedAt } of events.operations(name)) {
      if (invokedAt - due > longerThanMs) late.push({ from: due, until: invokedAt });
    }
    return late;
  });
}

/**
 * What the thread that measures did in that second, as far as the kernel tells. The rest of a stall is
 * neither: it was held up in the kernel, by a lock or a disk.
 */
function whyOf({
  computedMs,
  waitedMs,
}: Pick<EventOf<'harness'>, 'computedMs' | 'waitedMs'>): string {
  if (typeof computedMs !== 'number' || typeof waitedMs !== 'number') return '';
  return ` (in that second it computed for ${formatMs(computedMs)} and waited for a processor for ${formatMs(waitedMs)})`;
}

/** A stretch under load in which the machine beneath let programs wait, ms of the history's clock. */
export interface SlowStretch {
  readonly from: number;
  readonly until: number;
  /** A sentence. */
  readonly because: string;
}

/** Of the processors, by the hypervisor, in a second; and of 10 s, with somebody waiting for one. */
const TOLERATED_PERCENT = { steal: 25, pressure: 90 };
const PRESSURE_OVER_MS = 10_000;

/** When a hypervisor, or other programs, took the processors that the systems needed. */
export const slowStretchesOf = (history: History): readonly SlowStretch[] =>
  watchedUnderLoad(history).flatMap(({ t, cpuStealPercent: steal, cpuPressurePercent: waits }) => {
    const stretch = (overMs: number, because: string) => ({ from: t - overMs, until: t, because });
    return [
      ...(steal !== null && steal > TOLERATED_PERCENT.steal
        ? [
            stretch(
              LOOK_MS,
              `the machine beneath was slow: a hypervisor took ${steal} % of its processors for a second (tolerated: ${TOLERATED_PERCENT.steal} %)`,
            ),
          ]
        : []),
      ...(waits !== null && waits > TOLERATED_PERCENT.pressure
        ? [
            stretch(
              PRESSURE_OVER_MS,
              `this machine was slow: in ${waits} % of 10 s somebody waited for a processor (tolerated: ${TOLERATED_PERCENT.pressure} %)`,
            ),
          ]
        : []),
    ];
  });

/** What was watched from the steady phase on, and until everything is restarted in the end. */
function watchedUnderLoad({ events }: History): readonly EventOf<'harness'>[] {
  const begin = (name: Phase) => events.of('phase').find(({ phase }) => phase === name)?.t;
  const from = begin('steady') ?? Number.NEGATIVE_INFINITY;
  const until = begin('final') ?? Number.POSITIVE_INFINITY;
  return events.of('harness').filter(({ t }) => t >= from && t <= until);
}

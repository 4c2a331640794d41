import { formatMs } from './duration.ts';
import type { History } from './history.ts';
import type { Finding, Measure } from './measure.ts';
import { type Stall, slowStretchesOf, stallsOf } from './stalls.ts';

/** What moments in which the harness did nothing mean for one finding. */
export type Caution =
  | { readonly kind: 'none' }
  /** It may be that much more or less. */
  | { readonly kind: 'blurred'; readonly byMs: number; readonly because: string }
  /** Nobody looked for that long. */
  | { readonly kind: 'paused'; readonly forMs: number; readonly because: string }
  | { readonly kind: 'doubtful'; readonly because: string };

/** Times of the history's clock, in ms. */
interface Span {
  readonly from: number;
  readonly until: number;
}

/**
 * A duration after a blow is blurred by what the harness missed until the next one, where its measure
 * says that this is all a stall does to it. What is found of a workload's data is doubtful only if
 * nothing was acknowledged just before a blow, as that is what it destroys: operations that come later
 * are operations as well. Where looks are only further apart for it, the resolution says so. Of
 * everything else, any stall makes a doubt.
 */
export function cautionOf(measure: Measure, finding: Finding, history: History): Caution {
  const stalls = stallsOf(history);
  const { blow, workload } = finding.subject;
  const span = spanOf(measure, finding, history);
  if (blow !== undefined && span !== undefined) {
    return blurred(stalls.filter(meets(span)), longestDeadline(history));
  }
  if (measure.stalls === 'pause' && stalls.length > 0) {
    const forMs = Math.max(...stalls.map(({ ms }) => ms));
    return { kind: 'paused', forMs, because: wordsOf(stalls) };
  }
  if (measure.kind === 'safety' && workload !== undefined) {
    const unloaded = stalls.length === 0 ? [] : blowsWithoutLoad(history, workload);
    return doubtful(stalls.filter((stall) => unloaded.some((moment) => meets(moment)(stall))));
  }
  const slowBefore = measure.against === 'before' ? slowBeforeBlows(history) : undefined;
  return slowBefore === undefined ? doubtful(stalls) : { kind: 'doubtful', because: slowBefore };
}

/** A machine that was slow before anything was harmed: what is held against that time is held against nothing. */
function slowBeforeBlows(history: History): string | undefined {
  const first = Math.min(...history.events.of('injected').map(({ t }) => t));
  return slowStretchesOf(history).find(({ from }) => from < first)?.because;
}

/**
 * What could have made a time longer than it is, in a sentence: a machine on which everybody waited.
 * It can't make one shorter, and data does not suffer from it.
 */
export function excuseOf(measure: Measure, finding: Finding, history: History): string | undefined {
  if (measure.kind !== 'timing') return undefined;
  const { blow } = finding.subject;
  const slow = slowStretchesOf(history);
  const meant = blow === undefined ? slow : slow.filter(meets(spanOfBlow(history, blow)));
  return meant[0]?.because;
}

/**
 * A stall lengthens an outage by itself, or hides one as long; and answers that waited meanwhile may
 * have been taken for lost, so that clients began anew, which they do within a deadline.
 */
function blurred(stalls: readonly Stall[], deadlineMs: number): Caution {
  if (stalls.length === 0) return { kind: 'none' };
  const byMs = stalls.reduce((sum, { ms }) => sum + ms + deadlineMs, 0);
  return { kind: 'blurred', byMs, because: wordsOf(stalls) };
}

const doubtful = (stalls: readonly Stall[]): Caution =>
  stalls.length === 0 ? { kind: 'none' } : { kind: 'doubtful', because: wordsOf(stalls) };

function wordsOf(stalls: readonly Stall[]): string {
  const worst = stalls.reduce((most, stall) => (stall.ms > most.ms ? stall : most));
  const often = stalls.length === 1 ? 'late, by' : `${stalls.length} times late, by up to`;
  return `the harness itself was slow: ${often} ${formatMs(worst.ms)}${worst.why}`;
}

const meets =
  ({ from, until }: Span) =>
  (other: Span): boolean =>
    other.from <= until && other.until >= from;

/** In which time a stall changes what a measure of durations found of a blow. */
function spanOf({ stalls }: Measure, finding: Finding, history: History): Span | undefined {
  const { blow, step } = finding.subject;
  if (blow === undefined || (stalls !== 'blur' && stalls !== 'blur-until-recovered')) return;
  const whole = spanOfBlow(history, blow);
  // Where nothing was away, a stall at any time may have hidden that something was.
  if (stalls === 'blur' || finding.status !== 'known' || finding.value === 0) return whole;
  const fellAt = history.events
    .of('injected')
    .find((event) => event.index === blow && event.step === step)?.t;
  const recovered = (fellAt ?? whole.until) + finding.value + history.header.stabilityMs;
  return { ...whole, until: Math.min(whole.until, recovered) };
}

/** From the blow (each of its steps) to the next one. */
function spanOfBlow({ events }: History, blow: number): Span {
  const injected = events.of('injected');
  const own = injected.filter(({ index }) => index === blow).map(({ t }) => t);
  const until = Math.min(
    ...injected.filter(({ index, t }) => index !== blow && t > Math.max(...own)).map(({ t }) => t),
  );
  return { from: Math.min(...own), until };
}

/** The moments just before blows in which nothing of a workload was acknowledged. */
function blowsWithoutLoad({ header, events }: History, name: string): readonly Span[] {
  const workload = header.workloads.find((one) => one.name === name);
  if (workload === undefined) return [];
  const justBefore = Math.max(workload.deadlineMs / 4, 2 * workload.intervalMs);
  const moments = events.of('injected').map(({ t }) => ({ from: t - justBefore, until: t }));
  const loaded = new Set<Span>();
  for (const { outcome, settledAt } of events.operations(name)) {
    if (outcome !== 'ok') continue;
    for (const moment of moments) {
      if (settledAt >= moment.from && settledAt <= moment.until) loaded.add(moment);
    }
  }
  return moments.filter((moment) => !loaded.has(moment));
}

const longestDeadline = ({ header }: History): number =>
  Math.max(...header.workloads.map(({ deadlineMs }) => deadlineMs));

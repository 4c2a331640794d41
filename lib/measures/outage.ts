import type { FallenBlow } from './blows.ts';
import { concernedBy, type Probe } from './probes.ts';

/** What a blow did to a sequence of probes. Times on the history's clock, durations in ms. */
export type Outage =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'recovered';
      /** The first probe that was not good. */
      readonly from: Probe;
      /** The last one that was not good before the service was. */
      readonly last: Probe;
      /** The first probe of the stretch that stayed good. */
      readonly until: Probe;
      readonly rtoMs: number;
    }
  | { readonly kind: 'lasting'; readonly from: Probe; readonly recordedMs: number }
  | { readonly kind: 'unseen'; readonly reason: string };

/**
 * The outage that a blow caused, as DESIGN section 7 defines it.
 *
 * It begins with the first not-good probe in flight at the blow or due after it, and ends with
 * the first stretch in which every probe is good for `stabilityMs`; RTO runs from the blow to the
 * completion of that stretch's first probe. A good answer before the first not-good one is no
 * recovery, and what fails after the stretch is not this blow's doing. Neither is a probe that was
 * still in time when the next blow met it. What failed since the blow may have fallen is this blow's,
 * and not the one's before; where that was before `at`, RTO runs from there.
 *
 * @param probes in order of due time
 */
export function outageAfter(
  { at, from: since, nextFrom }: FallenBlow,
  probes: readonly Probe[],
  { stabilityMs, deadlineMs }: { readonly stabilityMs: number; readonly deadlineMs: number },
): Outage {
  const concerned = concernedBy(probes, since);
  const lastDue = concerned.at(-1)?.due ?? Number.NEGATIVE_INFINITY;
  const first = concerned.findIndex(({ good }) => !good);
  const from = concerned[first];
  if (from === undefined || isInTime(from, nextFrom, deadlineMs)) {
    return lastDue >= at + stabilityMs || nextFrom < Number.POSITIVE_INFINITY
      ? { kind: 'none' }
      : { kind: 'unseen', reason: `the recording ends within ${stabilityMs} ms of the blow` };
  }
  const stretch = stableStretch(concerned.slice(first), stabilityMs);
  if (stretch === undefined) {
    return { kind: 'lasting', from, recordedMs: Math.max(0, lastDue - at) };
  }
  const { last = from, until } = stretch;
  const rtoMs = Math.max(0, until.settledAt - feltAt(at, from));
  return { kind: 'recovered', from, last, until, rtoMs };
}

/** When a blow was in effect at the latest: at its instant, unless it had broken a probe before that. */
export const feltAt = (at: number, { settledAt }: Probe): number => Math.min(at, settledAt);

/** Whether a probe could still have been good at `t`: due later, or in flight and not overdue. */
export const isInTime = ({ due, settledAt }: Probe, t: number, deadlineMs: number): boolean =>
  due >= t || (settledAt > t && due + deadlineMs > t);

/** The first good probe from which on every probe is good for the whole window, and the last bad one before. */
function stableStretch(
  probes: readonly Probe[],
  stabilityMs: number,
): { readonly last: Probe | undefined; readonly until: Probe } | undefined {
  let last: Probe | undefined;
  let start: Probe | undefined;
  for (const probe of probes) {
    if (!probe.good) {
      last = probe;
      start = undefined;
    } else if (start === undefined) start = probe;
    else if (probe.due - start.due >= stabilityMs) return { last, until: start };
  }
  return undefined;
}

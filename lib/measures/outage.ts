import type { FallenBlow } from './blows.ts';
import { concernedBy, type Probe } from './probes.ts';

/** What a blow did to a sequence of probes. Times on the history's clock, durations in ms. */
export type Outage =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'recovered';
      /** The first probe that was not good. */
      readonly from: Probe;
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
 * still in time when the next blow met it. A blow falls within its uncertainty of `at`: what failed
 * in that span may be its doing, so it is this blow's, and not the one's before.
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
  const until = stretchStart(concerned.slice(first), stabilityMs);
  return until === undefined
    ? { kind: 'lasting', from, recordedMs: Math.max(0, lastDue - at) }
    : { kind: 'recovered', from, until, rtoMs: Math.max(0, until.settledAt - at) };
}

/** Whether a probe could still have been good at `t`: due later, or in flight and not overdue. */
export const isInTime = ({ due, settledAt }: Probe, t: number, deadlineMs: number): boolean =>
  due >= t || (settledAt > t && due + deadlineMs > t);

/** The first good probe from which on every probe is good for the whole window. */
function stretchStart(probes: readonly Probe[], stabilityMs: number): Probe | undefined {
  let start: Probe | undefined;
  for (const probe of probes) {
    if (!probe.good) start = undefined;
    else if (start === undefined) start = probe;
    else if (probe.due - start.due >= stabilityMs) return start;
  }
  return undefined;
}

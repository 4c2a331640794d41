import type { EventOf, History } from '../core/history.ts';

/** A blow that fell: `at` is f of the definitions. */
export interface FallenBlow {
  readonly index: number;
  /** Of a blow that meets machines one after another. */
  readonly step: number | undefined;
  readonly at: number;
  readonly uncertaintyMs: number;
  /** When it may have fallen at the earliest: what failed from here on may be its doing. */
  readonly from: number;
  /** When the blow before it fell; -Infinity for the first. */
  readonly previousAt: number;
  /** When the next blow may have fallen at the earliest; Infinity for the last. */
  readonly nextFrom: number;
  /** Position of its `injected` event. */
  readonly evidence: number;
}

/** The blows that fell, in their order. A blow that was only planned is not among them. */
export function fallenBlows({ events }: History): readonly FallenBlow[] {
  const injected = events
    .recorded('injected')
    .toSorted((one, other) => one.event.t - other.event.t);
  return injected.map(({ event, position }, order) => ({
    index: event.index,
    step: event.step,
    at: event.t,
    uncertaintyMs: event.uncertaintyMs,
    from: earliest(event),
    previousAt: injected[order - 1]?.event.t ?? Number.NEGATIVE_INFINITY,
    nextFrom: earliest(injected[order + 1]?.event),
    evidence: position,
  }));
}

function earliest(injected: EventOf<'injected'> | undefined): number {
  if (injected === undefined) return Number.POSITIVE_INFINITY;
  const { t, uncertaintyMs, orderedAt = t } = injected;
  return Math.min(t - uncertaintyMs, orderedAt);
}

/** What a finding of a blow is about. */
export const subjectOf = ({ index, step }: FallenBlow): { blow: number; step?: number } =>
  step === undefined ? { blow: index } : { blow: index, step };

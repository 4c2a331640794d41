import type { History } from '../core/history.ts';

/** A blow that fell: `at` is f of the definitions. */
export interface FallenBlow {
  readonly index: number;
  /** Of a blow that meets machines one after another. */
  readonly step: number | undefined;
  readonly at: number;
  readonly uncertaintyMs: number;
  /** When the blow before it fell; -Infinity for the first. */
  readonly previousAt: number;
  /** When the next blow fell; Infinity for the last. */
  readonly nextAt: number;
  /** Position of its `injected` event. */
  readonly evidence: number;
}

/** The blows that fell, in their order. A blow that was only planned is not among them. */
export function fallenBlows({ events }: History): readonly FallenBlow[] {
  const injected = events
    .map((event, position) => ({ event, position }))
    .flatMap(({ event, position }) => (event.type === 'injected' ? [{ event, position }] : []))
    .sort((one, other) => one.event.t - other.event.t);
  return injected.map(({ event, position }, order) => ({
    index: event.index,
    step: event.step,
    at: event.t,
    uncertaintyMs: event.uncertaintyMs,
    previousAt: injected[order - 1]?.event.t ?? Number.NEGATIVE_INFINITY,
    nextAt: injected[order + 1]?.event.t ?? Number.POSITIVE_INFINITY,
    evidence: position,
  }));
}

/** What a finding of a blow is about. */
export const subjectOf = ({ index, step }: FallenBlow): { blow: number; step?: number } =>
  step === undefined ? { blow: index } : { blow: index, step };

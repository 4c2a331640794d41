import { type LossShape, lossShape } from '../../checkers/loss-shape.ts';
import type { Probe } from '../probes.ts';
import type { Count } from './account.ts';

/** A final read, or several that count as one, and what it must hold. */
export interface Place {
  /** As the note names it. */
  readonly name: string;
  /** Positions of the reads. */
  readonly evidence: readonly number[];
  readonly lacks: (write: Probe) => boolean;
}

/** Of what was acknowledged, what at least one place lacks; the note says where, and its shape. */
export function lossAmong(acknowledged: readonly Probe[], places: readonly Place[]): Count {
  const writes = acknowledged.toSorted((one, other) => one.settledAt - other.settledAt);
  const lost = writes.filter((write) => places.some((place) => place.lacks(write)));
  const everywhere = lost.filter((write) => places.every((place) => place.lacks(write)));
  const perPlace = places
    .map((place) => ({ place, count: lost.filter((write) => place.lacks(write)).length }))
    .filter(({ count }) => count > 0);
  return {
    value: lost.length,
    evidence: [
      ...lost.map(({ settled }) => settled),
      ...perPlace.flatMap(({ place }) => place.evidence),
    ],
    note: [
      `of ${writes.length} acknowledged`,
      ...(lost.length === 0
        ? []
        : [
            `${shapeOf(lost, writes)} in the order of acknowledgement`,
            `absent: ${perPlace.map(({ place, count }) => `${count} from ${place.name}`).join(', ')}`,
            `from every read: ${everywhere.length}`,
          ]),
    ].join('; '),
    gone: lost,
  };
}

/** It tells a lost tail from holes. */
function shapeOf(lost: readonly Probe[], acknowledged: readonly Probe[]): string {
  const gone = new Set(lost);
  const isGone = (write: Probe) => gone.has(write);
  const first = acknowledged.findIndex(isGone);
  const last = acknowledged.findLastIndex(isGone);
  return words[lossShape({ count: lost.length, first, last }, acknowledged.length)];
}

const words: Readonly<Record<LossShape, string>> = {
  none: 'none',
  prefix: 'a prefix',
  middle: 'a middle stretch',
  suffix: 'a suffix',
  scattered: 'scattered',
  all: 'all',
};

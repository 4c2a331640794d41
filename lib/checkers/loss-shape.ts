/**
 * Where in the order of acknowledgement the losses lie. A lost suffix is a tail that was never made
 * durable or never replicated; holes (`scattered`) are something else. The terms are those of the
 * measure `lost-writes`.
 */
export type LossShape = 'none' | 'prefix' | 'middle' | 'suffix' | 'scattered' | 'all';

/** What is lost, as positions in the order of acknowledgement, from 0. */
export interface LostPositions {
  readonly count: number;
  /** Position of the oldest; anything where `count` is 0. */
  readonly first: number;
  /** Position of the newest; anything where `count` is 0. */
  readonly last: number;
}

/** The shape of a loss among `acknowledged` writes. */
export function lossShape({ count, first, last }: LostPositions, acknowledged: number): LossShape {
  if (count === 0) return 'none';
  if (count === acknowledged) return 'all';
  if (last - first + 1 !== count) return 'scattered';
  if (first === 0) return 'prefix';
  return last === acknowledged - 1 ? 'suffix' : 'middle';
}

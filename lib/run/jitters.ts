import type { Random } from '../core/random.ts';
import type { Blow } from '../core/schedule.ts';

/** What is added to the time of each blow: what the seed decides first of all. */
export const jittersOf = (schedule: readonly Blow[], random: Random): readonly number[] =>
  schedule.map(({ jitterMs }) => jitterMs * random.next());

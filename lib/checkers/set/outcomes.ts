import { type Bits, combine, countBits } from './bits.ts';
import type { Elements } from './elements.ts';
import type { Swept } from './sweep.ts';
import type { Outcomes } from './types.ts';

/** Counts the outcomes of jepsen.checker/set-full-element-results. */
export function outcomesOf(elements: Elements, last: Bits, { known, stale }: Swept): Outcomes {
  const stable = countBits(last);
  const lost = countBits(combine(known, last, (one, other) => one & ~other));
  return {
    stable,
    lost,
    neverRead: elements.possible - stable - lost,
    stale: countBits(combine(stale, last, (one, other) => one & other)),
  };
}

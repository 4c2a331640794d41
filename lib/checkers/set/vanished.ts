import { combine } from './bits.ts';
import { countedBits, elementAt } from './counted-bits.ts';
import { intersection, union } from './finals.ts';
import { firstSeen } from './phantoms.ts';
import type { Scanned } from './read-order.ts';
import { unknownFate } from './recovered.ts';
import type { SetResult } from './types.ts';

/**
 * Elements of unknown fate that an earlier read held, which proves that they happened, and a final
 * read lacks. A live final read is earlier than a restarted one, not than another live one.
 */
export function vanishedIn(scanned: Scanned): SetResult['vanished'] {
  const { elements, finals, seen, referTo } = scanned;
  const { live = [], restarted = [] } = Object.groupBy(finals.reads, ({ read }) => read.pass);
  const gone = (held: Int32Array, later: typeof finals.reads) =>
    later.length === 0
      ? held.map(() => 0)
      : combine(held, intersection(later, elements.size), (one, other) => one & ~other);
  const sinceRun = gone(seen.bits, finals.reads);
  const sinceLive = gone(union(live, elements.size), restarted);
  const either = combine(sinceRun, sinceLive, (one, other) => one | other);
  const vanished = combine(either, unknownFate(elements), (one, other) => one & other);
  return countedBits(vanished, (index) => ({
    ...elementAt(elements, index),
    seenBy: referTo(firstSeen(index, scanned)),
  }));
}

import { divergenceIn } from './divergence.ts';
import { duplicatesIn } from './duplicates.ts';
import { elementsOf } from './elements.ts';
import { scanFinals } from './finals.ts';
import { lossIn } from './loss.ts';
import { outcomesOf } from './outcomes.ts';
import { phantomsIn } from './phantoms.ts';
import { inOrder, referrer } from './read-order.ts';
import { recoveredIn } from './recovered.ts';
import { Scanner } from './scanner.ts';
import { lastWord, sweep } from './sweep.ts';
import type { SetHistory, SetResult } from './types.ts';
import { vanishedIn } from './vanished.ts';

/**
 * Checks a grow-only set: adds of single elements, reads of the whole set, and final reads of every
 * node. After jepsen.checker/set-full, whose search for duplicates can't find any (it looks for
 * multiplicities below 1), which has no word for flicker, and which trusts the last read alone.
 * An add of unknown fate may be there or not; only what it was seen to be counts. Reads and adds
 * at one and the same time are concurrent.
 */
export function checkSet({ adds, reads, finalReads }: SetHistory): SetResult {
  const elements = elementsOf(adds);
  const ordered = inOrder(reads);
  const scanner = new Scanner(elements);
  const finals = scanFinals(finalReads, ordered.length, elements, scanner);
  const last = lastWord({ elements, reads: ordered, finals, scanner });
  const during = sweep({ elements, reads: ordered, finals, scanner, last });
  const scanned = { elements, finals, seen: during.seen, referTo: referrer(ordered, finals) };
  return {
    attempted: elements.size,
    acknowledged: elements.acknowledged,
    indeterminate: elements.possible - elements.acknowledged,
    outcomes: outcomesOf(elements, last, during),
    lost: lossIn(finals, elements),
    vanished: vanishedIn(scanned),
    phantoms: phantomsIn(scanned, scanner.strangers()),
    recovered: recoveredIn(finals, elements),
    duplicates: duplicatesIn(scanner, scanned.referTo),
    flicker: during.flicker,
    staleReads: during.staleReads,
    divergence: divergenceIn(finals.reads, elements),
  };
}

import type { Counted } from '../examples.ts';
import { combine, firstBits } from './bits.ts';
import { countedBits, elementAt } from './counted-bits.ts';
import type { Elements } from './elements.ts';
import type { Finals } from './finals.ts';
import type { ElementReference } from './types.ts';

/** Elements of unknown fate that a final read holds. */
export function recoveredIn({ anywhere }: Finals, elements: Elements): Counted<ElementReference> {
  const recovered = combine(anywhere, unknownFate(elements), (held, open) => held & open);
  return countedBits(recovered, (index) => elementAt(elements, index));
}

/** The elements that were not acknowledged and did not certainly fail. */
export function unknownFate({ acknowledged, possible, size }: Elements) {
  return combine(
    firstBits(possible, size),
    firstBits(acknowledged, size),
    (may, did) => may & ~did,
  );
}

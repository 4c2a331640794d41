import { type Counted, EXAMPLES } from '../examples.ts';
import { type Bits, countBits, indexesOf } from './bits.ts';
import type { Elements } from './elements.ts';
import type { ElementReference } from './types.ts';

/** Counts a set of indexes; its lowest are the examples. */
export function countedBits<T>(bits: Bits, example: (index: number) => T): Counted<T> {
  return {
    count: countBits(bits),
    examples: indexesOf(bits).take(EXAMPLES).map(example).toArray(),
  };
}

/** What an index stands for. */
export function elementAt({ values, ids }: Elements, index: number): ElementReference {
  return { value: values[index] ?? Number.NaN, id: ids[index] ?? Number.NaN };
}

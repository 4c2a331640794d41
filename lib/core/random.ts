import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { mersenne } from 'pure-rand/generator/mersenne';

/** The only source of chance: one seed gives one run's choices. */
export interface Random {
  /** A number in [0, 1). */
  next(): number;
  /** One of the items, each as likely; an empty list is the caller's mistake. */
  pick<T>(items: readonly T[]): T;
}

/** A seeded generator; `stream` keeps independent uses of one seed independent. */
export function seededRandom(seed: number, stream: string): Random {
  const generator = mersenne(seed ^ hash(stream));
  const next = () => uniformFloat64(generator);
  return {
    next,
    pick: <T>(items: readonly T[]): T => {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) throw new RangeError('pick: expected at least one item, got none');
      return item;
    },
  };
}

/** FNV-1a, 32 bits: spreads stream names over seeds; not for security. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) {
    value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return value | 0;
}

import { type Counted, counted } from '../examples.ts';
import { combine, hasBit, indexesOf } from './bits.ts';
import type { Elements } from './elements.ts';
import { intersection, type ScannedFinal, union } from './finals.ts';
import type { DivergentElement, FinalRead } from './types.ts';

/** Elements that some final reads of a pass hold and others lack, by value. */
export function divergenceIn(
  reads: readonly ScannedFinal[],
  elements: Elements,
): Counted<DivergentElement> {
  const byPass = Map.groupBy(reads, ({ read }) => read.pass);
  const found = new Map<number, () => DivergentElement>();
  for (const [pass, group] of byPass) {
    for (const value of differing(group, elements)) {
      if (!found.has(value)) found.set(value, () => divergent(value, pass, group, elements));
    }
  }
  const values = [...found].sort(([one], [other]) => one - other);
  const { count, examples } = counted(values);
  return { count, examples: examples.map(([, describe]) => describe()) };
}

function* differing(group: readonly ScannedFinal[], elements: Elements): Generator<number> {
  const everywhere = intersection(group, elements.size);
  const some = combine(union(group, elements.size), everywhere, (any, all) => any & ~all);
  for (const index of indexesOf(some)) yield elements.values[index] ?? Number.NaN;
  for (const { strangers } of group) {
    for (const value of strangers.keys()) {
      if (group.some((other) => !other.strangers.has(value))) yield value;
    }
  }
}

function divergent(
  value: number,
  pass: FinalRead['pass'],
  group: readonly ScannedFinal[],
  { index }: Elements,
): DivergentElement {
  const element = index.indexOf(value);
  const holds = ({ present, strangers }: ScannedFinal) =>
    element < 0 ? strangers.has(value) : hasBit(present, element);
  const names = (some: readonly ScannedFinal[]) => some.map(({ read }) => read.machine);
  return {
    value,
    pass,
    heldBy: names(group.filter(holds)),
    lackedBy: names(group.filter((read) => !holds(read))),
  };
}

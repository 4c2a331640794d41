import type { FinalRead } from '../final-reads.ts';

/** What some machines hold in the end and others lack, in one and the same pass. */
export function differing<Element, Key>(
  reads: readonly FinalRead<Element>[],
  keyOf: (element: Element) => Key,
): readonly Key[] {
  const passes = [...Map.groupBy(reads, ({ pass }) => pass).values()];
  return [...new Set(passes.flatMap((pass) => differingIn(pass, keyOf)))];
}

function differingIn<Element, Key>(
  reads: readonly FinalRead<Element>[],
  keyOf: (element: Element) => Key,
): readonly Key[] {
  const holders = new Map<Key, number>();
  for (const { elements } of reads) {
    for (const key of new Set(elements.map(keyOf))) holders.set(key, (holders.get(key) ?? 0) + 1);
  }
  return [...holders].filter(([, count]) => count < reads.length).map(([key]) => key);
}

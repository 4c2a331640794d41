/**
 * The smallest part of a list that still shows something, as delta debugging finds it: without any one
 * item of it, it does not. The parts are tried as Zeller and Hildebrandt's ddmin does ("Simplifying and
 * Isolating Failure-Inducing Input", 2002); the whole list is known to show it.
 */
export async function fewest<T>(
  all: readonly T[],
  shows: (part: readonly T[]) => Promise<boolean>,
): Promise<readonly T[]> {
  let left = all;
  let pieces = Math.min(2, all.length);
  while (left.length > 1) {
    const parts = split(left, pieces);
    const subset = await first(parts, shows);
    if (subset !== undefined) {
      left = subset;
      pieces = Math.min(2, left.length);
      continue;
    }
    // Of two parts, the rest of one is the other.
    const rests =
      pieces === 2 ? [] : parts.map((part) => left.filter((item) => !part.includes(item)));
    const rest = await first(rests, shows);
    if (rest !== undefined) {
      left = rest;
      pieces = Math.max(pieces - 1, 2);
      continue;
    }
    if (pieces >= left.length) return left;
    pieces = Math.min(2 * pieces, left.length);
  }
  return left;
}

async function first<T>(
  parts: readonly (readonly T[])[],
  shows: (part: readonly T[]) => Promise<boolean>,
): Promise<readonly T[] | undefined> {
  for (const part of parts) if (await shows(part)) return part;
  return undefined;
}

function split<T>(items: readonly T[], pieces: number): readonly (readonly T[])[] {
  return Array.from({ length: pieces }, (_, piece) =>
    items.slice(
      Math.floor((piece * items.length) / pieces),
      Math.floor(((piece + 1) * items.length) / pieces),
    ),
  );
}

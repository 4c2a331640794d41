/**
 * Which of several tests may be believed together (Holm, Scandinavian Journal of Statistics 6, 1979).
 *
 * Where none of them has anything to find, the chance that any is believed is at most `level`,
 * however they depend on each other.
 *
 * @param level in (0, 1)
 */
export function holm(ps: readonly number[], level: number): readonly boolean[] {
  const order = ps.map((p, index) => ({ p, index })).toSorted((one, other) => one.p - other.p);
  const firstKept = order.findIndex(({ p }, rank) => p > level / (ps.length - rank));
  const believed = firstKept === -1 ? order : order.slice(0, firstKept);
  const indexes = new Set(believed.map(({ index }) => index));
  return ps.map((_, index) => indexes.has(index));
}

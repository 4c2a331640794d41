/** When something happened, as well as it is known. */
export interface Instant {
  /** Clock time, ms. */
  readonly at: number;
  /** It happened within this much of `at`. */
  readonly uncertaintyMs: number;
  /** When it was ordered, where it may have begun that early: a process dies before that is seen. */
  readonly orderedAt?: number;
}

/** Something that happened between two clock times. */
export const between = (from: number, to: number): Instant => ({
  at: (from + to) / 2,
  uncertaintyMs: (to - from) / 2,
});

/** Several that belong together: the first of them, uncertain by how far the others lie behind. */
export function together(instants: readonly Instant[]): Instant {
  const from = Math.min(...instants.map(({ at, uncertaintyMs }) => at - uncertaintyMs));
  const to = Math.max(...instants.map(({ at, uncertaintyMs }) => at + uncertaintyMs));
  const at = Math.min(...instants.map((instant) => instant.at));
  return { at, uncertaintyMs: Math.max(at - from, to - at) };
}

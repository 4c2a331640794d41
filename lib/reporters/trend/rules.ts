/** What the page and the command mark, and when. Stated in docs/trend.md and on the page itself. */
export const rules = {
  /** A night is what began within this before the last run began, that run included. */
  nightMs: 24 * 3_600_000,
  /** A cell is flaky if it both passed and failed within so many runs of one set-up. */
  flakyRuns: 20,
  /**
   * A recovery time drifts if its last values lie elsewhere than those before: the last 6, or 8 and so
   * on, so that a shift is seen soon and stays marked until it is old.
   */
  recentValues: [6, 8, 10, 12, 15],
  /** Those and the values before, together, at most; and how many there must be before. */
  comparedValues: 30,
  earlierValues: 8,
  /** On a page where nothing drifts, the chance that anything is marked as drifting is at most this. */
  driftLevel: 0.05,
  /** Medians must differ by more than this share, and by more than they are known to. */
  driftShare: 0.1,
  /** Of intervals and bounds. */
  confidence: 0.95,
  /** An interval is that of the last so many runs with one plan. */
  intervalRuns: 20,
  /** The list of all runs has the newest so many; the store has all of them. */
  listedRuns: 1_000,
  /** So many of a scenario's runs are drawn. */
  drawnRuns: 40,
} as const;

import type { LiveState, LoadState, RunState } from './state.ts';

/** A load that is well, for tests; what is given differs. */
export const literalLoad = (changes: Partial<LoadState> = {}): LoadState => ({
  name: 'set',
  stage: 'under way',
  lately: { good: 100, late: 0, failed: 0, unknown: 0 },
  all: { good: 1_777, late: 0, failed: 493, unknown: 34 },
  overdue: 0,
  p50Ms: 3.21,
  p99Ms: 24.3,
  awayMs: undefined,
  ...changes,
});

const run: RunState = {
  seed: 7,
  phases: [
    { phase: 'form', stage: 'over', forMs: 3_500 },
    { phase: 'steady', stage: 'over', forMs: 3_100 },
    { phase: 'chaos', stage: 'under way', forMs: 5_440 },
    { phase: 'heal', stage: 'to come', forMs: 0 },
    { phase: 'settle', stage: 'to come', forMs: 0 },
    { phase: 'final', stage: 'to come', forMs: 0 },
  ],
  loads: [literalLoad()],
  machines: [
    { name: 'toy-1', power: 'on', claims: [], harms: [] },
    {
      name: 'toy-2',
      power: 'on',
      claims: [{ system: 'toy', is: 'primary', forMs: 9_000 }],
      harms: [],
    },
  ],
  redundancies: [{ system: 'toy', full: true, detail: '2 of 2', forMs: 9_000 }],
  blows: [],
  harness: { lateMs: 1.23, worstMs: 12.3, toleratedMs: 250 },
  outcome: undefined,
};

/** A trial in the midst of chaos, for tests; what is given differs. */
export const literalState = (
  changes: Partial<LiveState> = {},
  runChanges: Partial<RunState> = {},
): LiveState => ({
  scenario: 'toy-kill',
  title: 'A toy cluster loses a node',
  place: { scenario: 1, scenarios: 1, trial: 1, trials: 1 },
  activity: 'breaking it',
  forMs: 12_040,
  notice: undefined,
  run: { ...run, ...runChanges },
  ...changes,
});

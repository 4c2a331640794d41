import type { Expectation } from './history.ts';

/** An expectation of what one workload alone meets, by the workload's name. */
export const ofWorkload = (workload: string, expectation: Expectation): Expectation => ({
  ...expectation,
  workload,
});

/** An expectation of one system alone, by its name: of what is measured a system. */
export const ofSystem = (system: string, expectation: Expectation): Expectation => ({
  ...expectation,
  system,
});

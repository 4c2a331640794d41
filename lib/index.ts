export { chaos } from './core/chaos.ts';
export { milliseconds, seconds } from './core/duration.ts';
export type { Expectation } from './core/history.ts';
export type { Scenario } from './core/scenario.ts';
export { at } from './core/schedule.ts';
export { all, machine, role } from './core/target.ts';
export { kill } from './faults/kill.ts';
export { none } from './faults/none.ts';
export { type RunOptions, type RunResult, runScenario } from './harness/run-scenario.ts';
export {
  noPhantoms,
  nothingDiverged,
  nothingLost,
  rpo,
  rto,
  twoPrimaries,
} from './measures/expectations.ts';
export { predictGaleraLoss } from './predictions/galera.ts';
export { consoleReport } from './reporters/console.ts';
export { galera } from './systems/galera/index.ts';
export { set } from './workloads/set.ts';

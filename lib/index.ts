export { chaos } from './core/chaos.ts';
export { milliseconds, seconds } from './core/duration.ts';
export type { Expectation } from './core/history.ts';
export { CLIENTS } from './core/network.ts';
export type { Scenario } from './core/scenario.ts';
export { at } from './core/schedule.ts';
export {
  all,
  machine,
  majority,
  minority,
  named,
  one,
  primaries,
  replicas,
  role,
  rolling,
  service,
  some,
  staggered,
} from './core/target.ts';
export { clockSkew } from './faults/clock-skew.ts';
export { cpuStarve } from './faults/cpu-starve.ts';
export { degrade } from './faults/degrade.ts';
export { diskError } from './faults/disk-error.ts';
export { diskFull } from './faults/disk-full.ts';
export { diskReadOnly } from './faults/disk-read-only.ts';
export { diskSlow } from './faults/disk-slow.ts';
export { kill } from './faults/kill.ts';
export { memorySqueeze } from './faults/memory-squeeze.ts';
export { none } from './faults/none.ts';
export { partition } from './faults/partition.ts';
export { pause } from './faults/pause.ts';
export { powerCycle } from './faults/power-cycle.ts';
export { reboot } from './faults/reboot.ts';
export { reset } from './faults/reset.ts';
export { restart } from './faults/restart.ts';
export { stop } from './faults/stop.ts';
export { unplug } from './faults/unplug.ts';
export { judgeFile } from './harness/judge-file.ts';
export { type RunOptions, type RunResult, runScenario } from './harness/run-scenario.ts';
export {
  availability,
  latency,
  linearizable,
  noAnomalies,
  noBankErrors,
  noDuplicates,
  noFlicker,
  noPhantoms,
  noStaleReads,
  nothingDiverged,
  nothingLost,
  rpo,
  rto,
  twoPrimaries,
} from './measures/expectations.ts';
export { predictGaleraLoss } from './predictions/galera.ts';
export { consoleReport } from './reporters/console.ts';
export { galera } from './systems/galera/index.ts';
export { ledger } from './systems/ledger.ts';
export { set } from './workloads/set.ts';

export { chaos } from './core/chaos.ts';
export { milliseconds, seconds } from './core/duration.ts';
export type { Expectation } from './core/history.ts';
export { CLIENTS } from './core/network.ts';
export { ofBlow } from './core/of-blow.ts';
export { ofSystem, ofWorkload } from './core/of-workload.ts';
export { fixtureFolder } from './core/package-folder.ts';
export type { Report } from './core/report.ts';
export type { Scenario } from './core/scenario.ts';
export { afterRecovery, at } from './core/schedule.ts';
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
  cacheMisses,
  failedRequests,
  inOrder,
  latency,
  linearizable,
  longestOutage,
  noAnomalies,
  noBankErrors,
  noDuplicates,
  noFlicker,
  noMisrouted,
  noPhantoms,
  noStaleReads,
  nothingCorrupt,
  nothingDiverged,
  nothingLost,
  rpo,
  rto,
  twoPrimaries,
} from './measures/expectations.ts';
export { predictCephLoss } from './predictions/ceph.ts';
export { type EdgeLoss, predictEdgeLoss } from './predictions/edge.ts';
export {
  predictGaleraJoin,
  predictGaleraLoss,
  predictGaleraSilence,
} from './predictions/galera.ts';
export { predictKeystoneSilence } from './predictions/keystone.ts';
export { predictMemcachedLoss } from './predictions/memcached.ts';
export {
  predictRabbitmqKill,
  predictRabbitmqPause,
  predictRabbitmqQuorumSilence,
  predictRabbitmqReturn,
  predictRabbitmqSilence,
} from './predictions/rabbitmq.ts';
export { predictRedisLoss, predictRedisLossWindow } from './predictions/redis.ts';
export { consoleReport } from './reporters/console.ts';
export { readScenario } from './scenarios/read-scenario.ts';
export { ceph, cephNodes } from './systems/ceph/index.ts';
export { edge } from './systems/edge/index.ts';
export { galera } from './systems/galera/index.ts';
export { type KeystoneOptions, keystone } from './systems/keystone/index.ts';
export { ledger } from './systems/ledger.ts';
export { type MemcachedOptions, memcached } from './systems/memcached/index.ts';
export {
  hashClient,
  type MemcachedClient,
  memcachePool,
} from './systems/memcached/settings.ts';
export { rabbitmq } from './systems/rabbitmq/index.ts';
export { type RedisSentinelOptions, redisSentinel } from './systems/redis/index.ts';
export { type ControlPlaneOptions, controlPlane } from './topologies/control-plane.ts';
export { after, beside, together } from './topologies/together.ts';
export { bank } from './workloads/bank.ts';
export { block } from './workloads/block.ts';
export { cache } from './workloads/cache.ts';
export { listAppend } from './workloads/list-append.ts';
export { logins } from './workloads/logins.ts';
export { objects } from './workloads/objects.ts';
export { projects } from './workloads/projects.ts';
export { queue } from './workloads/queue.ts';
export { register } from './workloads/register.ts';
export { requests } from './workloads/requests.ts';
export { set } from './workloads/set.ts';
export { tcp } from './workloads/tcp.ts';
export { tokens } from './workloads/tokens.ts';

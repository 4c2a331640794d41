import { cephBlackout, cephCrash, cephSilence } from './ceph.ts';
import { controlPlaneBlackStart, controlPlaneKills, controlPlanePower } from './control-plane.ts';
import { edgeBlackStart, edgeLosses } from './edge.ts';
import { galeraBlackStart, galeraKill, galeraOneNode } from './galera.ts';
import { memcachedLosses } from './memcached.ts';
import { rabbitmqMirrored, rabbitmqQuorum } from './rabbitmq.ts';
import { rabbitmq4Quorum } from './rabbitmq-4.ts';
import { redisMinReplicas, redisPower, redisProcess } from './redis.ts';

/**
 * What a change of configuration is held against, by topology: `blackstart gate --topology galera`. Each
 * holds with the files that come along. Where one system goes away in one of three ways it is killed,
 * cut off, or without power, as those cost differently; and all at once, as that is what durability is for.
 */
export const gateSets = {
  galera: [galeraKill, galeraOneNode, galeraBlackStart],
  rabbitmq: [rabbitmqMirrored, rabbitmqQuorum],
  'rabbitmq-4': [rabbitmq4Quorum],
  redis: [redisProcess, redisPower, redisMinReplicas],
  edge: [edgeLosses, edgeBlackStart],
  memcached: [memcachedLosses],
  ceph: [cephCrash, cephSilence, cephBlackout],
  keystone: [controlPlaneKills, controlPlanePower],
  'control-plane': [controlPlanePower, controlPlaneKills, controlPlaneBlackStart],
};

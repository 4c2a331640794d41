import type { Recipe } from '../core/recipe.ts';
import type { Topology } from '../core/topology.ts';
import { ceph } from '../systems/ceph/index.ts';
import { edge } from '../systems/edge/index.ts';
import { galera } from '../systems/galera/index.ts';
import { keystone } from '../systems/keystone/index.ts';
import { ledger } from '../systems/ledger.ts';
import { memcached } from '../systems/memcached/index.ts';
import { rabbitmq } from '../systems/rabbitmq/index.ts';
import { redisSentinel } from '../systems/redis/index.ts';
import { controlPlane } from './control-plane.ts';

/** Every topology that a file of scenarios can name. */
export const topologies: readonly Recipe<Topology>[] = [
  ceph,
  controlPlane,
  edge,
  galera,
  keystone,
  ledger,
  memcached,
  rabbitmq,
  redisSentinel,
].map(({ recipe }) => recipe);

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { seconds } from '../core/duration.ts';
import type { FaultSpec } from '../core/fault.ts';
import { at } from '../core/schedule.ts';
import {
  all,
  machine,
  majority,
  one,
  role,
  rolling,
  service,
  type Target,
} from '../core/target.ts';
import { degrade } from '../faults/degrade.ts';
import { kill } from '../faults/kill.ts';
import { partition } from '../faults/partition.ts';
import { pause } from '../faults/pause.ts';
import { powerCycle } from '../faults/power-cycle.ts';
import { restart } from '../faults/restart.ts';
import { stop } from '../faults/stop.ts';
import { ceph } from '../systems/ceph/index.ts';
import { edge } from '../systems/edge/index.ts';
import { galera } from '../systems/galera/index.ts';
import { rabbitmq } from '../systems/rabbitmq/index.ts';
import { redisSentinel } from '../systems/redis/index.ts';
import { controlPlane } from '../topologies/control-plane.ts';
import { predictCephLoss } from './ceph.ts';
import { predictEdgeLoss } from './edge.ts';
import { predictGaleraJoin, predictGaleraLoss, predictGaleraSilence } from './galera.ts';
import { predictionsOf } from './of-blow.ts';
import {
  predictRabbitmqKill,
  predictRabbitmqQuorumSilence,
  predictRabbitmqSilence,
} from './rabbitmq.ts';
import { predictRedisLoss } from './redis.ts';

const folder = mkdtempSync(join(tmpdir(), 'blackstart-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Topology = ReturnType<typeof galera>;

const predicted = (topology: Topology, fault: FaultSpec, target: Target) =>
  predictionsOf(at(0, fault, target), topology).map(({ system, of, prediction }) => ({
    ...{ system, of, maxMs: prediction.maxMs },
  }));

const killed = kill({ downFor: seconds(20) });
const silent = powerCycle({ offFor: seconds(60) });
const cut = partition({ lasts: seconds(60) });
const primary = role('primary');

test.each<[string, Topology, FaultSpec, Target, string, number]>([
  ['a Galera node dies', galera(), killed, one(), 'a node that dies', predictGaleraLoss().maxMs],
  ['one is silent', galera(), silent, one(), 'a node that is silent', predictGaleraSilence().maxMs],
  ['one is cut off', galera(), cut, one(), 'a node that is silent', predictGaleraSilence().maxMs],
  [
    'one leaves',
    galera(),
    stop({ downFor: 1 }),
    one(),
    'the return of a node',
    predictGaleraJoin().maxMs,
  ],
  [
    'each in turn',
    galera(),
    restart(),
    rolling(all()),
    'the return of a node',
    predictGaleraJoin().maxMs,
  ],
  [
    'the Redis primary dies',
    redisSentinel(),
    killed,
    primary,
    'the primary',
    predictRedisLoss().maxMs,
  ],
  [
    'perhaps',
    redisSentinel(),
    killed,
    machine(1),
    'the primary, if it is that one',
    predictRedisLoss().maxMs,
  ],
  ['a leader dies', rabbitmq(), killed, primary, 'the queue’s leader', predictRabbitmqKill().maxMs],
  ['is silent', rabbitmq(), silent, primary, 'the queue’s leader', predictRabbitmqSilence().maxMs],
  [
    'of a quorum queue',
    rabbitmq({ version: '4' }),
    silent,
    primary,
    'the queue’s leader',
    predictRabbitmqQuorumSilence().maxMs,
  ],
  [
    'the holder is silent',
    edge(),
    silent,
    primary,
    'holder silent',
    predictEdgeLoss('holder-silent').maxMs,
  ],
  [
    'HAProxy dies',
    edge(),
    killed,
    service('haproxy', primary),
    'haproxy killed',
    predictEdgeLoss('haproxy-killed').maxMs,
  ],
  [
    'a backend dies',
    edge(),
    killed,
    service('nginx', one()),
    'backend killed',
    predictEdgeLoss('backend-killed').maxMs,
  ],
  [
    'a backend hangs',
    edge(),
    pause({ lasts: seconds(60) }),
    service('nginx', one()),
    'backend hangs',
    predictEdgeLoss('backend-hangs').maxMs,
  ],
  [
    'an OSD dies',
    ceph(),
    killed,
    service('osd', one()),
    'an OSD that is gone',
    predictCephLoss('osd-killed').maxMs,
  ],
  [
    'a Ceph machine is silent',
    ceph(),
    silent,
    primary,
    'a machine that is silent',
    predictCephLoss('machine-silent').maxMs,
  ],
])('%s: predicted from the configuration', (_, topology, fault, target, of, maxMs) => {
  expect(predicted(topology, fault, target)).toEqual([
    { system: topology.systems[0]?.name, of, maxMs },
  ]);
});

/** Each second of suspect_timeout may be waited for twice. */
test('from the files that are on top, too', () => {
  writeFileSync(
    join(folder, 'zz.cnf'),
    '[mysqld]\nwsrep_provider_options = "evs.suspect_timeout=PT9S"\n',
  );
  const [usual] = predicted(galera(), killed, one());
  const [slow] = predicted(galera({ overlays: [folder] }), killed, one());
  expect((slow?.maxMs ?? 0) - (usual?.maxMs ?? 0)).toBe(seconds(2 * 4));
});

test('a silence that is over before anybody misses it costs no more than itself', () => {
  expect(predicted(galera(), pause({ lasts: seconds(2) }), one())).toEqual([
    { system: 'galera', of: 'a node that is silent: healed before it is missed', maxMs: 2_000 },
  ]);
});

test('a controller takes its part of every system along, and whose role is not meant is not known', () => {
  const found = predicted(controlPlane(), silent, role('primary', { of: 'edge' }));
  expect(found.map(({ system, of }) => [system, of])).toEqual([
    ['galera', 'a node that is silent'],
    ['rabbitmq', 'the queue’s leader, if it is that one'],
    ['redis', 'the primary, if it is that one'],
    ['keystone', 'a machine with what it stands on, if it is that one'],
    ['edge', 'holder silent'],
  ]);
});

test.each<[string, Topology, FaultSpec, Target]>([
  ['several at once', galera(), killed, majority()],
  ['a pair without an arbitrator', galera({ nodes: 2, arbitrators: 0 }), killed, one()],
  ['a poor link', galera(), degrade({ lasts: 1, loss: 0.1 }), one()],
  [
    'a cut with clients on the other side',
    galera(),
    partition({ lasts: 1, clients: 'with-targets' }),
    one(),
  ],
  ['a replica', redisSentinel(), killed, role('replica')],
  ['a queue on one node', rabbitmq({ queue: 'plain' }), killed, primary],
  ['a monitor alone', ceph(), killed, service('mon', one())],
  ['a sentinel alone', redisSentinel(), killed, service('sentinel', one())],
  [
    'keepalived alone, which leaves its address behind',
    edge(),
    killed,
    service('keepalived', primary),
  ],
])('%s: no configuration says what it costs', (_, topology, fault, target) => {
  expect(predicted(topology, fault, target)).toEqual([]);
});

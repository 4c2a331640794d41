import { expect, test } from 'vitest';
import { seededRandom } from './random.ts';
import type { Observation } from './system.ts';
import {
  all,
  describeTarget,
  minority,
  type Observations,
  one,
  primaries,
  resolveTarget,
  role,
  service,
} from './target.ts';

const says = (role: Observation['role']): Observation => ({
  reachable: true,
  role,
  members: [],
  state: {},
});

/** Three controllers that two systems share, and a machine of storage beside them. */
const machines = ['controller-1', 'controller-2', 'controller-3', 'storage-1'];
const observations = new Map<string, Observations>([
  [
    'edge',
    new Map([
      ['controller-1', says('replica')],
      ['controller-2', says('primary')],
      ['controller-3', says('replica')],
    ]),
  ],
  [
    'redis',
    new Map([
      ['controller-1', says('primary')],
      ['controller-2', says('replica')],
      ['controller-3', says('replica')],
    ]),
  ],
  ['ceph', new Map([['storage-1', says('primary')]])],
]);

const resolved = (target: Parameters<typeof resolveTarget>[0]) =>
  resolveTarget(target, { machines, observations, random: seededRandom(7, 'test') });

test('a role is that which the named system gives a machine, whatever others say of it', () => {
  expect(resolved(role('primary', { of: 'edge' }))).toEqual([['controller-2']]);
  expect(resolved(role('primary', { of: 'redis' }))).toEqual([['controller-1']]);
  expect(resolved(primaries({ of: 'ceph' }))).toEqual([['storage-1']]);
});

test('a group of a system is chosen among its own machines', () => {
  expect(resolved(all({ of: 'edge' }))).toEqual([machines.slice(0, 3)]);
  expect(resolved(minority({ of: 'edge' }))[0]).toHaveLength(1);
  expect(resolved(one({ of: 'ceph' }))).toEqual([['storage-1']]);
  expect(resolved(all())).toEqual([machines]);
});

test('a system that nothing is known of has nobody', () => {
  expect(resolved(all({ of: 'galera' }))).toEqual([]);
});

test('it reads as it was meant', () => {
  expect(describeTarget(service('redis', role('primary', { of: 'redis' })))).toBe(
    'redis of role primary of redis',
  );
});

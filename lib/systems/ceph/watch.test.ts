import { expect, test } from 'vitest';
import type { Observation } from '../../core/system.ts';
import { cephRedundancy, healthOf, roleOf } from './watch.ts';

const mons = ['ceph-1', 'ceph-2', 'ceph-3'].map((name, rank) => ({ rank, name }));

const monitor = (state: string, quorum: readonly number[]): Observation =>
  roleOf({ state, election_epoch: 8, quorum: [...quorum], monmap: { mons } });

const health = (states: Readonly<Record<string, number>>, up = 3, taking = 3): Observation =>
  healthOf({
    quorum: ['ceph-1', 'ceph-2', 'ceph-3'],
    manager: true,
    osds: { num_osds: 3, num_up_osds: up, num_in_osds: taking },
    pgs: {
      num_pgs: 16,
      num_pg_by_state: Object.entries(states).map(([name, num]) => ({ name, num })),
    },
  });

/** What a manager says that has just begun. */
const nothingYet = healthOf({
  quorum: ['ceph-1', 'ceph-2', 'ceph-3'],
  manager: true,
  osds: { num_osds: 3, num_up_osds: 3, num_in_osds: 3 },
  pgs: { num_pgs: 0, num_pg_by_state: [] },
});

const unreachable: Observation = { reachable: false, role: 'none', members: [], state: {} };

const cluster = (...observations: readonly Observation[]) =>
  new Map(
    ['ceph-1', 'ceph-2', 'ceph-3', 'ceph-client'].map((name, index) => [
      name,
      observations[index] ?? unreachable,
    ]),
  );

const whole = [
  monitor('leader', [0, 1, 2]),
  monitor('peon', [0, 1, 2]),
  monitor('peon', [0, 1, 2]),
];

test.each([
  ['leader', [1, 2], 'primary', ['ceph-2', 'ceph-3']],
  ['peon', [0, 1, 2], 'replica', ['ceph-1', 'ceph-2', 'ceph-3']],
  ['electing', [0, 1], 'none', []],
  ['probing', [], 'none', []],
])('a monitor that is %s of %j is %s for %j', (state, quorum, role, members) => {
  expect(monitor(state, quorum)).toMatchObject({ reachable: true, role, members });
});

test('full: one quorum of all, all OSDs up and in, all placement groups clean', () => {
  expect(cephRedundancy(cluster(...whole, health({ 'active+clean': 16 })))).toEqual({
    full: true,
    detail:
      '3 of 3 monitors in a quorum of all; 3 of 3 OSDs up, 3 in; 16 of 16 placement groups clean',
  });
});

test('a placement group that is scrubbed is whole', () => {
  const scrubbed = health({ 'active+clean': 15, 'active+clean+scrubbing+deep': 1 });
  expect(cephRedundancy(cluster(...whole, scrubbed)).full).toBe(true);
});

test.each<[string, Observation]>([
  ['one that waits for its lease', health({ 'active+clean': 15, 'active+clean+laggy': 1 })],
  ['one with a copy too few', health({ 'active+clean': 15, 'active+undersized+degraded': 1 })],
  ['one nobody has spoken of', health({ 'active+clean': 15 })],
  ['one whose OSD is away', health({ 'active+clean': 15, 'stale+active+clean': 1 })],
  ['an OSD that is down', health({ 'active+clean': 16 }, 2)],
  ['an OSD that is out', health({ 'active+clean': 16 }, 3, 2)],
  ['no word of OSDs', unreachable],
  ['no word of any placement group', nothingYet],
])('not full: %s', (_, told) => {
  expect(cephRedundancy(cluster(...whole, told)).full).toBe(false);
});

test('not full: a monitor that is in no quorum, though its machine answers', () => {
  const two = [monitor('leader', [0, 1]), monitor('peon', [0, 1]), monitor('probing', [])];
  expect(cephRedundancy(cluster(...two, health({ 'active+clean': 16 })))).toMatchObject({
    full: false,
    detail: expect.stringContaining('0 of 3 monitors in a quorum of all'),
  });
});

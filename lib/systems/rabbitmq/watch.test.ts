import { expect, test } from 'vitest';
import type { Observation } from '../../core/system.ts';
import type { ClusterAnswer, QueueAnswer } from './answers.ts';
import { observationOf, rabbitmqRedundancy } from './watch.ts';

const names = ['rabbitmq-1', 'rabbitmq-2', 'rabbitmq-3'];
const mirrored: QueueAnswer = {
  leader: 'rabbitmq-1',
  copies: names,
  synchronised: names,
  voters: 0,
};
const together: ClusterAnswer = { running: names, partitioned: [] };

const all = (
  queue: QueueAnswer | undefined,
  cluster: ClusterAnswer | undefined = together,
): ReadonlyMap<string, Observation> =>
  new Map(names.map((name) => [name, observationOf(name, queue, cluster)]));

const roles = (queue: QueueAnswer): readonly string[] =>
  [...all(queue).values()].map(({ role }) => role);

test('the node with the leader is primary, those with a copy are replicas', () => {
  expect(roles(mirrored)).toEqual(['primary', 'replica', 'replica']);
  expect(roles({ ...mirrored, copies: names.slice(0, 2) })).toEqual(['primary', 'replica', 'none']);
});

test('it acts in the name of all that have a copy', () => {
  expect(observationOf('rabbitmq-1', mirrored, together).members).toEqual(names);
});

test('a quorum queue’s leader without a majority is none', () => {
  const alone = { ...mirrored, copies: ['rabbitmq-1'], synchronised: ['rabbitmq-1'], voters: 3 };
  expect(roles(alone)).toEqual(['none', 'none', 'none']);
  expect(roles({ ...alone, copies: names.slice(0, 2) })).toEqual(['primary', 'replica', 'none']);
});

test('a node that knows of no queue claims nothing', () => {
  expect(observationOf('rabbitmq-1', undefined, together)).toMatchObject({
    reachable: true,
    role: 'none',
    members: [],
  });
});

test.each([
  ['all is well', all(mirrored), true],
  ['a mirror is not in sync', all({ ...mirrored, synchronised: names.slice(1) }), false],
  ['a node is away', all(mirrored, { running: names.slice(1), partitioned: [] }), false],
  ['there was a partition', all(mirrored, { running: names, partitioned: ['rabbitmq-3'] }), false],
  [
    'nobody knows of the cluster',
    new Map(
      [...all(mirrored)].map(([name, { state, ...rest }]) => [
        name,
        { ...rest, state: { ...state, running: null, partitioned: null } },
      ]),
    ),
    false,
  ],
  ['there is no queue', all(undefined), false],
])('redundancy where %s', (_, observations, full) => {
  expect(rabbitmqRedundancy(3)(observations).full).toBe(full);
});

test('redundancy says what is missing', () => {
  const synchronised = names.slice(0, 2);
  expect(rabbitmqRedundancy(3)(all({ ...mirrored, synchronised })).detail).toBe(
    '3 of 3 nodes see all, 1 leaders, 2 of 3 copies in sync',
  );
});

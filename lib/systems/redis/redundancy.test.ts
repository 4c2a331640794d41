import { expect, test } from 'vitest';
import type { Observation } from '../../core/system.ts';
import { redisRedundancy } from './redundancy.ts';

const opinion = { sentinel: 'a', masterFlags: 'master', seesSentinels: 2, seesReplicas: 2 };

const primary: Observation = {
  reachable: true,
  role: 'primary',
  members: ['a', 'b', 'c'],
  state: { role: 'master', ...opinion },
};

const replica: Observation = {
  reachable: true,
  role: 'replica',
  members: ['b'],
  state: { role: 'slave', of: 'a', link: 'up', ...opinion },
};

const group = (changed: Readonly<Record<string, Observation>> = {}) =>
  redisRedundancy(new Map(Object.entries({ a: primary, b: replica, c: replica, ...changed })));

const having = (observation: Observation, state: Observation['state']): Observation => ({
  ...observation,
  state: { ...observation.state, ...state },
});

test('full is a primary, its replicas linked, and sentinels that agree and see each other', () => {
  expect(group()).toEqual({
    full: true,
    detail: 'primary a; 2 of 2 replicas linked; 3 of 3 sentinels agree',
  });
});

test('a machine without a sentinel has none to agree', () => {
  const { of: followed, link, role } = replica.state;
  const bare = { ...replica, state: { of: followed ?? '', link: link ?? '', role: role ?? '' } };
  const seen = { seesSentinels: 1 };
  const rest = { a: having(primary, seen), b: having(replica, seen), c: bare };
  expect(group(rest).full).toBe(true);
});

test.each<[string, Readonly<Record<string, Observation>>]>([
  ['a replica still synchronises', { c: having(replica, { link: 'sync' }) }],
  ['a replica follows somebody else', { c: having(replica, { of: 'b' }) }],
  ['a second server acts as primary', { c: { ...primary, members: ['c'] } }],
  ['the primary does not hear a replica', { a: { ...primary, members: ['a', 'b'] } }],
  ['a sentinel names another primary', { b: having(replica, { sentinel: 'c' }) }],
  ['a sentinel misses the primary', { b: having(replica, { masterFlags: 's_down,master' }) }],
  ['a sentinel misses another', { b: having(replica, { seesSentinels: 1 }) }],
  ['a sentinel misses a replica', { b: having(replica, { seesReplicas: 1 }) }],
  ['a sentinel does not answer', { b: having(replica, { sentinel: 'no answer' }) }],
])('it is not full while %s', (_, changed) => {
  expect(group(changed).full).toBe(false);
});

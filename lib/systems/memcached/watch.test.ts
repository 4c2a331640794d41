import { expect, test } from 'vitest';
import type { Observation } from '../../core/system.ts';
import { memcachedRedundancy } from './redundancy.ts';
import { observationOf } from './watch.ts';

const answering = observationOf(
  'a',
  new Map([
    ['pid', '1'],
    ['uptime', '42'],
    ['version', '1.6.18'],
    ['curr_items', '25'],
    ['evictions', '0'],
  ]),
);
const silent: Observation = { reachable: false, role: 'none', members: [], state: {} };

test('a server has no role, and says how much it has', () => {
  expect(answering).toEqual({
    reachable: true,
    role: 'none',
    members: ['a'],
    state: { version: '1.6.18', uptimeSeconds: 42, items: 25, evictions: 0 },
  });
});

test('redundancy is full when every server answers', () => {
  const group = (third: Observation) =>
    memcachedRedundancy(
      new Map([
        ['a', answering],
        ['b', answering],
        ['c', third],
      ]),
    );
  expect(group(answering)).toEqual({ full: true, detail: '3 of 3 answer' });
  expect(group(silent)).toEqual({ full: false, detail: '2 of 3 answer, not c' });
});

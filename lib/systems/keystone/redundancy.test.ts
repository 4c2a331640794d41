import { expect, test } from 'vitest';
import type { Observation } from '../../core/system.ts';
import { keystoneRedundancy } from './redundancy.ts';

const seen = (reachable: boolean, database: string): Observation => ({
  reachable,
  role: 'none',
  members: [],
  state: { database },
});

const of = (...observations: readonly Observation[]) =>
  keystoneRedundancy(new Map(observations.map((one, index) => [`keystone-${index + 1}`, one])));

test('all answer and reach their database: full', () => {
  expect(of(seen(true, 'reached'), seen(true, 'reached'))).toEqual({
    full: true,
    detail: '2 of 2 answer, 2 with a database',
  });
});

test.each([
  ['one that does not answer', seen(false, 'not known'), '1 of 2 answer, 1 with a database'],
  [
    'one whose database is gone',
    seen(true, 'not reached: 500'),
    '2 of 2 answer, 1 with a database',
  ],
  ['one whose database hangs', seen(true, 'no answer'), '2 of 2 answer, 1 with a database'],
])('%s is not full', (_, other, detail) => {
  expect(of(seen(true, 'reached'), other)).toEqual({ full: false, detail });
});

import { expect, test } from 'vitest';
import type { Observation } from '../../core/system.ts';
import { edgeRedundancy } from './redundancy.ts';

function seen(
  role: Observation['role'],
  { keepalived = 'BACKUP', servers = '3 of 3' } = {},
): Observation {
  const holds = role === 'primary' ? 'business' : '';
  return { reachable: true, role, members: [], state: { holds, keepalived, servers } };
}

const of = (...observations: readonly Observation[]) =>
  edgeRedundancy(new Map(observations.map((one, index) => [`edge-${index + 1}`, one])), [
    'business',
  ]);

test('one holder, all servers everywhere, and every keepalived ready: full', () => {
  expect(of(seen('primary', { keepalived: 'MASTER' }), seen('replica'), seen('replica'))).toEqual({
    full: true,
    detail: 'address at edge-1, 3 of 3 keepalived ready, 3 of 3 HAProxy with all servers',
  });
});

test('two holders are not full, and neither is none', () => {
  const two = of(seen('primary'), seen('primary'), seen('replica'));
  expect(two).toMatchObject({ full: false, detail: expect.stringContaining('edge-1 and edge-2') });
  expect(of(seen('replica'), seen('replica'))).toMatchObject({
    full: false,
    detail: expect.stringContaining('nobody'),
  });
});

test.each([
  ['a keepalived in FAULT, which can not take over', { keepalived: 'FAULT' }],
  ['a keepalived that does not answer', { keepalived: 'no answer' }],
  ['an HAProxy that lacks a server', { servers: '2 of 3' }],
  ['an HAProxy that does not answer', { servers: 'no answer' }],
  ['an HAProxy without servers', { servers: '0 of 0' }],
])('%s is not full', (_, state) => {
  expect(of(seen('primary'), seen('replica', state)).full).toBe(false);
});

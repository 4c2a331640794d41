import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkRequests, type Request } from './requests.ts';

const request = (id: number, changes: Partial<Request> = {}): Request => ({
  id,
  lane: 0,
  due: 100 * id,
  settledAt: 100 * id + 5,
  outcome: 'ok',
  ...changes,
});

test('every request is counted by what the data says of it', () => {
  const requests = [
    request(3, { outcome: 'open', settledAt: Number.POSITIVE_INFINITY }),
    request(0, { backend: 'web-1', status: 200, expectedBackends: ['web-1', 'web-2'] }),
    request(1, { backend: 'web-3', status: 200, expectedBackends: ['web-1', 'web-2'] }),
    request(2, { outcome: 'fail', status: 503 }),
    request(4, { backend: 'web-1', status: 500 }),
  ];
  expect(checkRequests({ requests })).toEqual({
    attempted: 5,
    succeeded: 3,
    failed: { count: 1, examples: [{ id: 2, lane: 0, due: 200, status: 503 }] },
    indeterminate: { count: 1, examples: [{ id: 3, lane: 0, due: 300 }] },
    misrouted: {
      count: 1,
      examples: [
        {
          id: 1,
          lane: 0,
          due: 100,
          status: 200,
          backend: 'web-3',
          expectedBackends: ['web-1', 'web-2'],
        },
      ],
    },
    byBackend: [
      { backend: 'web-1', count: 2 },
      { backend: 'web-3', count: 1 },
    ],
    byStatus: [
      { status: 200, count: 2 },
      { status: 500, count: 1 },
      { status: 503, count: 1 },
    ],
  });
});

test.each<[string, Partial<Request>, number]>([
  ['an answer where nobody may answer', { backend: 'a', expectedBackends: [] }, 1],
  [
    'a refusal by who must not answer',
    { backend: 'a', expectedBackends: ['b'], outcome: 'fail' },
    1,
  ],
  ['no word on who may answer', { backend: 'a' }, 0],
  ['no word on who answered', { expectedBackends: ['b'] }, 0],
  ['unknown fate', { backend: 'a', expectedBackends: ['b'], outcome: 'info' }, 0],
])('misrouted: %s', (_, changes, count) => {
  expect(checkRequests({ requests: [request(1, changes)] }).misrouted.count).toBe(count);
});

test('every request has one outcome, in any order of them', () => {
  const any = fc.record({
    outcome: fc.constantFrom('ok', 'fail', 'info', 'open'),
    backend: fc.constantFrom('a', 'b'),
    status: fc.constantFrom(200, 503),
  });
  const pair = fc
    .array(any)
    .map((all) => all.map((changes, id) => request(id, changes)))
    .chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
  fc.assert(
    fc.property(pair, ([requests, other]) => {
      const found = checkRequests({ requests });
      const { attempted, succeeded, failed, indeterminate } = found;
      expect(attempted).toBe(succeeded + failed.count + indeterminate.count);
      expect(checkRequests({ requests: other })).toEqual(found);
    }),
  );
});

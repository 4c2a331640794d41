import { describe, expect, test } from 'vitest';
import { divergence } from './divergence.ts';
import { blowAt, finalReadEvents, literalHistory, probeEvents } from './literal-history.ts';
import { lostWrites } from './lost-writes.ts';
import { phantoms } from './phantoms.ts';
import { rpo } from './rpo.ts';

/** Elements 0 to 3 acknowledged at 105, 205, 305 and 1205 ms; 4 failed, 5 has no answer. */
const probes = probeEvents([
  { due: 100, after: 5 },
  { due: 200, after: 5 },
  { due: 300, after: 5 },
  { due: 1_200, after: 5 },
  { due: 1_300, after: 5, type: 'fail' },
  { due: 1_400 },
]);
const acknowledged = [0, 1, 2, 3];
const blow = blowAt(1_000);

const held = (a: readonly number[], b = a, c = a) =>
  literalHistory([blow, ...probes, ...finalReadEvents({ a, b, c })]);

describe('lost writes', () => {
  test('what is on every node in both passes is not lost', () => {
    expect(lostWrites.of(held(acknowledged))).toMatchObject([{ status: 'known', value: 0 }]);
  });

  test('what one node lacks is lost there, with its shape and place', () => {
    const [found] = lostWrites.of(held(acknowledged, [0, 1, 3]));
    expect(found).toMatchObject({ status: 'known', value: 1 });
    expect(found?.note).toContain('a middle stretch');
    expect(found?.note).toContain('1 from b (live)');
    expect(found?.note).toContain('from every read: 0');
  });

  test.each([
    [[1, 2, 3], 'a prefix'],
    [[0, 1], 'a suffix'],
    [[1, 3], 'scattered'],
    [[], 'all'],
  ])('a final read of %j has lost %s', (elements, shape) => {
    expect(lostWrites.of(held(elements))[0]?.note).toContain(shape);
  });

  test('without a final read of every node, nothing lost is unknown', () => {
    const history = literalHistory([blow, ...probes, ...finalReadEvents({ a: acknowledged })]);
    expect(lostWrites.of(history)).toMatchObject([
      {
        status: 'unknown',
        reason: 'no final read of b (live), c (live), b (restarted), c (restarted)',
      },
    ]);
  });

  test('why a node could not be read is told', () => {
    const error = { code: 'UNREADABLE', message: 'b: no login within 10000 ms' };
    const unread = {
      t: 100_000,
      type: 'final-read',
      workload: 'set',
      pass: 'live',
      error,
    } as const;
    const machines = ['a', 'b'];
    const reads = finalReadEvents({ a: acknowledged });
    const restarted = finalReadEvents({ b: acknowledged }, { passes: ['restarted'] });
    const history = literalHistory(
      [blow, ...probes, ...reads, { ...unread, machine: 'b' }, ...restarted],
      { topology: { name: 'toy', settings: {}, machines } },
    );
    expect(lostWrites.of(history)).toMatchObject([
      { reason: 'no final read of b (live): b: no login within 10000 ms' },
    ]);
  });

  test('without a final read of every node, what is lost is at least that', () => {
    const history = literalHistory([blow, ...probes, ...finalReadEvents({ a: [0] })]);
    expect(lostWrites.of(history)).toMatchObject([{ status: 'censored', atLeast: 3 }]);
  });
});

describe('recovery point', () => {
  test('it is 0 where nothing is lost', () => {
    expect(rpo.of(held(acknowledged))).toMatchObject([{ status: 'known', value: 0 }]);
  });

  test('it reaches back from the blow to the oldest lost acknowledgement', () => {
    expect(rpo.of(held([0, 3]))).toMatchObject([{ status: 'known', value: 795 }]);
  });

  test('a write acknowledged after the blow and lost counts with its distance, never as 0', () => {
    expect(rpo.of(held([0, 1, 2]))).toMatchObject([{ status: 'known', value: 205 }]);
  });
});

describe('phantoms', () => {
  test('a write that failed and is there is one', () => {
    expect(phantoms.of(held([...acknowledged, 4]))).toMatchObject([{ value: 1 }]);
  });

  test('an element that nobody sent is one', () => {
    expect(phantoms.of(held([...acknowledged, 99]))).toMatchObject([{ value: 1 }]);
  });

  test('a write of unknown fate that is there is none, but recovered', () => {
    const [found] = phantoms.of(held([...acknowledged, 5]));
    expect(found).toMatchObject({ status: 'known', value: 0 });
    expect(found?.note).toContain('1 of 1 writes of unknown fate');
  });
});

describe('divergence', () => {
  test('nodes that hold the same have none, even if something is lost', () => {
    expect(divergence.of(held([0]))).toMatchObject([{ status: 'known', value: 0 }]);
  });

  test('it counts the elements that some nodes hold and others lack', () => {
    expect(divergence.of(held([0, 1, 2], [0, 1], [0, 1, 3]))).toMatchObject([{ value: 2 }]);
  });
});

import { describe, expect, test } from 'vitest';
import { checkSet } from './check-set.ts';
import type { Add, FinalRead, Read } from './types.ts';

/** Element n: sent at 100 n, acknowledged 10 ms later; id 1000 + n. */
const add = (value: number, outcome: Add['outcome'] = 'ok'): Add => ({
  id: 1_000 + value,
  value,
  invokedAt: 100 * value,
  settledAt: outcome === 'open' ? Number.POSITIVE_INFINITY : 100 * value + 10,
  outcome,
});

/** A read that takes 10 ms; its id is the time it began. */
const read = (at: number, elements: readonly number[]): Read => ({
  id: at,
  invokedAt: at,
  settledAt: at + 10,
  elements,
});

const finals = (
  live: readonly (readonly number[])[],
  restarted: readonly (readonly number[])[] = live,
): readonly FinalRead[] =>
  (['live', 'restarted'] as const).flatMap((pass, round) =>
    (pass === 'live' ? live : restarted).map((elements, node) => ({
      machine: 'abc'.charAt(node),
      pass,
      elements,
      evidence: 5_000 + 10 * round + node,
    })),
  );

const three = [add(0), add(1), add(2)];
const all = [0, 1, 2];

test('an empty history has no findings', () => {
  expect(checkSet({ adds: [], reads: [], finalReads: [] })).toEqual({
    attempted: 0,
    acknowledged: 0,
    indeterminate: 0,
    outcomes: { stable: 0, lost: 0, neverRead: 0, stale: 0 },
    lost: { count: 0, examples: [], everywhere: 0, shape: 'none', perRead: [] },
    vanished: { count: 0, examples: [] },
    phantoms: { count: 0, examples: [] },
    recovered: { count: 0, examples: [] },
    duplicates: { count: 0, examples: [] },
    flicker: { count: 0, examples: [], elements: 0 },
    staleReads: { count: 0, examples: [], lagging: 0, worstStalenessMs: 0 },
    divergence: { count: 0, examples: [] },
  });
});

describe('lost (measure lost-writes)', () => {
  test('what one node lacks is lost there, with place, shape and time', () => {
    const finalReads = finals([all, [0, 1]], [all, all]);
    expect(checkSet({ adds: three, reads: [], finalReads }).lost).toEqual({
      count: 1,
      everywhere: 0,
      shape: 'suffix',
      perRead: [{ machine: 'b', pass: 'live', evidence: 5_001, count: 1, shape: 'suffix' }],
      examples: [{ value: 2, id: 1_002, acknowledgedAt: 210 }],
    });
  });

  test('what every final read lacks is lost everywhere', () => {
    const { lost, outcomes } = checkSet({ adds: three, reads: [], finalReads: finals([[1], [1]]) });
    expect(lost).toMatchObject({ count: 2, everywhere: 2, shape: 'scattered' });
    expect(outcomes).toEqual({ stable: 1, lost: 2, neverRead: 0, stale: 0 });
  });

  test('without final reads nothing is lost, whatever the reads say', () => {
    expect(checkSet({ adds: three, reads: [read(900, [])], finalReads: [] }).lost.count).toBe(0);
  });

  test.each(['info', 'open', 'fail'] as const)('an add that ended in %s is not', (outcome) => {
    const adds = [...three, add(3, outcome)];
    expect(checkSet({ adds, reads: [], finalReads: finals([all]) }).lost.count).toBe(0);
  });
});

describe('outcomes (jepsen.checker/set-full)', () => {
  const one = [add(0)];
  const outcomes = (reads: readonly Read[], adds: readonly Add[] = one) =>
    checkSet({ adds, reads, finalReads: [] }).outcomes;

  test('never read: no reads', () => {
    expect(outcomes([])).toEqual({ stable: 0, lost: 0, neverRead: 1, stale: 0 });
  });

  test('never read: the only read is concurrent and lacks it', () => {
    expect(outcomes([read(5, [])])).toEqual({ stable: 0, lost: 0, neverRead: 1, stale: 0 });
  });

  test('never read: unknown fate and unseen', () => {
    expect(outcomes([read(50, [])], [add(0, 'info')])).toMatchObject({ neverRead: 1 });
  });

  test('stable: a concurrent read holds it', () => {
    expect(outcomes([read(5, [0])])).toEqual({ stable: 1, lost: 0, neverRead: 0, stale: 0 });
  });

  test('lost: acknowledged, and absent from the last read', () => {
    expect(outcomes([read(50, [])])).toEqual({ stable: 0, lost: 1, neverRead: 0, stale: 0 });
  });

  test('lost: seen, though never acknowledged, and then absent', () => {
    expect(outcomes([read(50, [0]), read(70, [])], [add(0, 'info')])).toMatchObject({ lost: 1 });
  });

  test('stale: absent after it was known, and there at last', () => {
    expect(outcomes([read(50, []), read(70, [0])])).toMatchObject({ stable: 1, stale: 1 });
  });
});

describe('vanished', () => {
  const adds = [...three, add(3, 'info')];

  test('an element of unknown fate that a read saw and a final read lacks', () => {
    const found = checkSet({ adds, reads: [read(500, [...all, 3])], finalReads: finals([all]) });
    expect(found.vanished.examples).toEqual([{ value: 3, id: 1_003, seenBy: { read: 500 } }]);
    expect(found.lost.count).toBe(0);
  });

  test('an element of unknown fate that the restart took', () => {
    const { vanished } = checkSet({ adds, reads: [], finalReads: finals([[...all, 3]], [all]) });
    expect(vanished.examples).toEqual([
      { value: 3, id: 1_003, seenBy: { machine: 'a', pass: 'live', evidence: 5_000 } },
    ]);
  });

  test('not one that the restart brought', () => {
    const { vanished } = checkSet({ adds, reads: [], finalReads: finals([all], [[...all, 3]]) });
    expect(vanished.count).toBe(0);
  });
});

describe('phantoms', () => {
  test.each([
    ['failed', [...three, add(3, 'fail')], { value: 3, kind: 'failed', id: 1_003 }],
    ['never sent', three, { value: 3, kind: 'never-sent' }],
    ['sent after the read', [...three, add(3)], { value: 3, kind: 'before-sent', id: 1_003 }],
  ])('an element in a read that was %s', (_, adds, phantom) => {
    const { phantoms } = checkSet({ adds, reads: [read(250, [...all, 3])], finalReads: [] });
    expect(phantoms).toEqual({ count: 1, examples: [{ ...phantom, seen: { read: 250 } }] });
  });

  test('an element of unknown fate is none, but recovered', () => {
    const adds = [...three, add(3, 'open')];
    const { phantoms, recovered } = checkSet({
      adds,
      reads: [],
      finalReads: finals([[...all, 3]]),
    });
    expect(phantoms.count).toBe(0);
    expect(recovered).toEqual({ count: 1, examples: [{ value: 3, id: 1_003 }] });
  });
});

describe('duplicates (which jepsen.checker/set-full means to find)', () => {
  test('an element twice in one read, a stranger three times', () => {
    const reads = [read(500, [0, 1, 2, 1]), read(600, [7, 7, 7, ...all])];
    expect(checkSet({ adds: three, reads, finalReads: [] }).duplicates).toEqual({
      count: 2,
      examples: [
        { value: 7, times: 3, seen: { read: 600 } },
        { value: 1, times: 2, seen: { read: 500 } },
      ],
    });
  });

  test('not one that was sent twice, nor the same element in two reads', () => {
    const adds = [...three, { ...add(1), id: 1_009 }];
    const reads = [read(500, [0, 1, 2, 1]), read(600, [0, 1, 2, 1])];
    expect(checkSet({ adds, reads, finalReads: [] }).duplicates.count).toBe(0);
  });
});

describe('flicker and staleness', () => {
  test('flicker: seen, absent from later reads, there in the end', () => {
    const reads = [read(300, all), read(400, [0, 2]), read(500, [0, 2]), read(600, all)];
    const found = checkSet({ adds: three, reads, finalReads: finals([all]) });
    expect(found.flicker).toEqual({
      count: 1,
      elements: 1,
      examples: [
        {
          value: 1,
          id: 1_001,
          acknowledged: true,
          seenBy: 300,
          absent: [400, 500],
          absences: 2,
          from: 400,
          until: 510,
          durationMs: 110,
        },
      ],
    });
    expect(found.staleReads.examples).toMatchObject([
      { read: 500, missing: 1, seenBefore: 1, oldest: { value: 1 }, stalenessMs: 390 },
      { read: 400, missing: 1, seenBefore: 1, oldest: { value: 1 }, stalenessMs: 290 },
    ]);
  });

  test('flicker: twice, of one element', () => {
    const reads = [read(300, all), read(400, [0, 1]), read(500, all), read(600, [0, 1])];
    const { flicker } = checkSet({ adds: three, reads, finalReads: finals([all]) });
    expect(flicker).toMatchObject({ count: 2, elements: 1 });
  });

  test('staleness alone: acknowledged, not yet seen, absent from a read', () => {
    const reads = [read(300, [0, 1]), read(400, all)];
    const found = checkSet({ adds: three, reads, finalReads: finals([all]) });
    expect(found.flicker.count).toBe(0);
    expect(found.staleReads).toEqual({
      count: 1,
      lagging: 1,
      worstStalenessMs: 90,
      examples: [
        {
          read: 300,
          missing: 1,
          lost: 0,
          seenBefore: 0,
          oldest: { value: 2, id: 1_002 },
          stalenessMs: 90,
        },
      ],
    });
  });

  test('flicker alone: of unknown fate, seen, absent, there in the end', () => {
    const reads = [read(300, [0]), read(400, [])];
    const found = checkSet({ adds: [add(0, 'info')], reads, finalReads: finals([[0]]) });
    expect(found.flicker).toMatchObject({ count: 1, examples: [{ acknowledged: false }] });
    expect(found.staleReads.count).toBe(0);
  });

  test('a read that lacks only what is lost does not lag', () => {
    const found = checkSet({
      adds: three,
      reads: [read(300, [0, 1])],
      finalReads: finals([[0, 1]]),
    });
    expect(found.staleReads).toMatchObject({
      count: 1,
      lagging: 0,
      worstStalenessMs: 0,
      examples: [{ missing: 1, lost: 1 }],
    });
    expect(found.flicker.count).toBe(0);
  });

  test.each([
    ['a read concurrent with the add', [read(205, [0, 1])]],
    ['a read that begins as the add is acknowledged', [read(210, [0, 1])]],
    ['a read that begins as the one that saw it completes', [read(200, all), read(210, [0, 1])]],
    ['a read concurrent with the one that saw it', [read(204, all), read(206, [0, 1])]],
  ])('neither: %s', (_, reads) => {
    const found = checkSet({ adds: three, reads, finalReads: finals([all]) });
    expect([found.flicker.count, found.staleReads.count]).toEqual([0, 0]);
  });
});

describe('divergence', () => {
  test('it names who holds and who lacks, strangers included, per pass', () => {
    const finalReads = finals([[0, 1, 2, 9], all], [all, all]);
    expect(checkSet({ adds: three, reads: [], finalReads }).divergence).toEqual({
      count: 1,
      examples: [{ value: 9, pass: 'live', heldBy: ['a'], lackedBy: ['b'] }],
    });
  });

  test('passes that differ from each other do not diverge', () => {
    const finalReads = finals([all, all], [[0], [0]]);
    expect(checkSet({ adds: three, reads: [], finalReads }).divergence.count).toBe(0);
  });
});

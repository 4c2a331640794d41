import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type {
  FinalObjectRead,
  ObjectRead,
  ObjectsHistory,
  ObjectsResult,
  ObjectWrite,
} from './objects/types.ts';
import { checkObjects } from './objects.ts';

/** Version n of object o: invoked at 100 n, answered 50 ms later; its checksum is `vn`. */
const write = (version: number, changes: Partial<ObjectWrite> = {}): ObjectWrite => ({
  id: version,
  name: 'o',
  version,
  checksum: `v${version}`,
  invokedAt: 100 * version,
  settledAt: changes.outcome === 'open' ? Number.POSITIVE_INFINITY : 100 * version + 50,
  outcome: 'ok',
  ...changes,
});

const deletion = (version: number, changes: Partial<ObjectWrite> = {}) =>
  write(version, { checksum: undefined, ...changes });

/** A read that takes 10 ms; its id is the time it began. */
const read = (at: number, checksum: string | undefined): ObjectRead => ({
  id: at,
  name: 'o',
  checksum,
  invokedAt: at,
  settledAt: at + 10,
});

const finalRead = (
  machine: string,
  checksum: string | undefined,
  pass: FinalObjectRead['pass'] = 'live',
): FinalObjectRead => ({ machine, pass, name: 'o', checksum, evidence: machine.charCodeAt(0) });

const check = (history: Partial<ObjectsHistory>) =>
  checkObjects({ writes: [write(1), write(2)], reads: [], finalReads: [], ...history });

function anomalies({ attempted, acknowledged, ...found }: ObjectsResult) {
  return Object.entries(found).flatMap(([name, { count }]) => (count > 0 ? [name] : []));
}

const seen = (machine: string) => ({ machine, pass: 'live', evidence: machine.charCodeAt(0) });
const [v1, v2] = [
  { id: 1, version: 1 },
  { id: 2, version: 2 },
];

test('reads of the newest version have no findings', () => {
  const reads = [read(50, undefined), read(160, 'v1'), read(260, 'v2')];
  expect(check({ reads, finalReads: [finalRead('a', 'v2')] })).toEqual({
    attempted: 1,
    acknowledged: 1,
    lost: { count: 0, examples: [], everywhere: 0 },
    reverted: { count: 0, examples: [] },
    corrupt: { count: 0, examples: [] },
    phantoms: { count: 0, examples: [] },
    stale: { count: 0, examples: [] },
    resurrected: { count: 0, examples: [] },
    vanished: { count: 0, examples: [] },
  });
});

describe('in the end', () => {
  test('lost: acknowledged, absent from one machine', () => {
    const found = check({ finalReads: [finalRead('a', 'v2'), finalRead('b', undefined)] });
    expect(anomalies(found)).toEqual(['lost']);
    expect(found.lost).toEqual({
      count: 1,
      everywhere: 0,
      examples: [{ name: 'o', seen: seen('b'), held: undefined, newest: v2 }],
    });
  });

  test('lost everywhere: absent from every machine', () => {
    const finalReads = [finalRead('a', undefined), finalRead('b', undefined, 'restarted')];
    expect(check({ finalReads }).lost).toMatchObject({ count: 1, everywhere: 1 });
  });

  test('reverted: an older version', () => {
    const found = check({ finalReads: [finalRead('a', 'v1')] });
    expect(anomalies(found)).toEqual(['reverted']);
    expect(found.reverted.examples).toEqual([{ name: 'o', seen: seen('a'), held: v1, newest: v2 }]);
  });

  test.each<[string, readonly ObjectWrite[]]>([
    ['was deleted', [write(1), deletion(2)]],
    ['may have been deleted', [write(1), deletion(2, { outcome: 'info' })]],
    ['may have been deleted late', [deletion(1, { outcome: 'open' }), write(2)]],
    ['was never acknowledged', [write(1, { outcome: 'info' })]],
  ])('not lost: what %s', (_, writes) => {
    expect(anomalies(check({ writes, finalReads: [finalRead('a', undefined)] }))).toEqual([]);
  });

  test.each<[string, Partial<ObjectWrite>]>([
    ['of unknown fate, which may come late', { outcome: 'info' }],
    ['concurrent', { settledAt: 220 }],
  ])('not reverted: to a write %s', (_, changes) => {
    const writes = [write(1, changes), write(2)];
    expect(anomalies(check({ writes, finalReads: [finalRead('a', 'v1')] }))).toEqual([]);
  });
});

describe('during the run', () => {
  test('corrupt: a checksum that no write of that name had', () => {
    const writes = [write(1), write(2, { name: 'p' })];
    const { corrupt } = check({ writes, reads: [read(300, 'v2')] });
    expect(corrupt).toEqual({
      count: 1,
      examples: [{ name: 'o', checksum: 'v2', seen: { read: 300 } }],
    });
  });

  test.each<[string, Partial<ObjectWrite>]>([
    ['failed', { outcome: 'fail' }],
    ['before-sent', { invokedAt: 400 }],
  ])('phantom: the content of a write that is %s', (kind, changes) => {
    const writes = [write(1), write(2, changes)];
    const found = check({ writes, reads: [read(300, 'v2')] });
    expect(anomalies(found)).toEqual(['phantoms']);
    expect(found.phantoms.examples).toMatchObject([{ kind, write: v2 }]);
  });

  test('stale: an older version than was acknowledged before the read (regular register)', () => {
    const found = check({ reads: [read(300, 'v1')] });
    expect(anomalies(found)).toEqual(['stale']);
    expect(found.stale.examples).toEqual([
      { name: 'o', seen: { read: 300 }, held: v1, newest: v2, stalenessMs: 50 },
    ]);
  });

  test('stale: absent, though acknowledged', () => {
    expect(anomalies(check({ reads: [read(300, undefined)] }))).toEqual(['stale']);
  });

  test('not stale: a read that began before the acknowledgement', () => {
    expect(anomalies(check({ reads: [read(250, 'v1')] }))).toEqual([]);
  });

  test('not stale: an older write had the same content', () => {
    const writes = [write(1), write(2), write(3, { checksum: 'v1' })];
    expect(anomalies(check({ writes, reads: [read(400, 'v1')] }))).toEqual([]);
  });

  test('resurrected: deleted, and back', () => {
    const found = check({ writes: [write(1), deletion(2)], reads: [read(300, 'v1')] });
    expect(anomalies(found)).toEqual(['resurrected']);
    expect(found.resurrected.examples).toMatchObject([{ kind: 'deleted', held: v1, newest: v2 }]);
  });

  test('resurrected: new-old inversion (atomic register), the newer of unknown fate', () => {
    const writes = [write(1), write(2, { outcome: 'info' })];
    const found = check({ writes, reads: [read(300, 'v2'), read(400, 'v1')] });
    expect(anomalies(found)).toEqual(['resurrected']);
    expect(found.resurrected.examples).toMatchObject([{ kind: 'inverted', seen: { read: 400 } }]);
  });

  test('no inversion: what was seen may be an older write of the same content', () => {
    const writes = [write(1), write(2), write(3, { checksum: 'v1', outcome: 'info' })];
    expect(anomalies(check({ writes, reads: [read(310, 'v1'), read(400, 'v2')] }))).toEqual([]);
  });

  test('vanished: never acknowledged, seen, absent', () => {
    const writes = [write(1, { outcome: 'open' })];
    const found = check({ writes, reads: [read(300, 'v1'), read(400, undefined)] });
    expect(anomalies(found)).toEqual(['vanished']);
  });

  test('nothing: concurrent reads of old and new', () => {
    expect(anomalies(check({ reads: [read(240, 'v2'), read(245, 'v1')] }))).toEqual([]);
  });
});

/** Objects that work: each operation takes effect at one instant of its span. */
const correctHistory = fc
  .array(
    fc.record({
      kind: fc.constantFrom('write', 'write', 'delete', 'read', 'read'),
      outcome: fc.constantFrom('ok', 'ok', 'ok', 'info', 'open', 'fail'),
      happened: fc.boolean(),
      name: fc.constantFrom('o', 'p'),
      before: fc.nat(300),
      after: fc.nat(300),
    }),
    { minLength: 4, maxLength: 50 },
  )
  .map((operations): ObjectsHistory => {
    const content = new Map<string, string | undefined>();
    const writes: ObjectWrite[] = [];
    const reads: ObjectRead[] = [];
    for (const [id, { kind, outcome, happened, name, before, after }] of operations.entries()) {
      const effect = 100 * id;
      const [invokedAt, settledAt] = [effect - before, effect + after];
      if (kind === 'read') {
        reads.push({ id, name, checksum: content.get(name), invokedAt, settledAt });
        continue;
      }
      const checksum = kind === 'delete' ? undefined : `${name}${id}`;
      const end = outcome === 'open' ? Number.POSITIVE_INFINITY : settledAt;
      writes.push({ id, name, version: id, checksum, invokedAt, settledAt: end, outcome });
      if (outcome === 'ok' || (outcome !== 'fail' && happened)) content.set(name, checksum);
    }
    const finalReads = (['live', 'restarted'] as const).flatMap((pass) =>
      ['o', 'p'].map((name) => ({ ...finalRead('a', content.get(name), pass), name })),
    );
    return { writes, reads, finalReads };
  });

describe('objects that work', () => {
  test('have no anomaly', () => {
    fc.assert(
      fc.property(correctHistory, (history) => {
        expect(anomalies(checkObjects(history))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test('give the same result in any order, and twice', () => {
    const shuffled = <T>(items: readonly T[]) =>
      fc.shuffledSubarray([...items], { minLength: items.length });
    const pair = correctHistory
      .map((history) => ({
        ...history,
        reads: history.reads.map((one, at) => (at % 2 ? { ...one, checksum: 'o0' } : one)),
      }))
      .chain((history) =>
        fc.tuple(
          fc.constant(history),
          fc.record({
            writes: shuffled(history.writes),
            reads: shuffled(history.reads),
            finalReads: fc.constant(history.finalReads),
          }),
        ),
      );
    fc.assert(
      fc.property(pair, ([history, other]) => {
        expect(checkObjects(other)).toEqual(checkObjects(history));
        expect(checkObjects(other)).toEqual(checkObjects(other));
      }),
    );
  });

  const injected = (
    inject: (history: ObjectsHistory) => Partial<ObjectsHistory>,
    names: readonly string[],
  ) =>
    fc.assert(
      fc.property(correctHistory, (history) => {
        const late = [write(100, { id: 900 }), write(101, { id: 901 })];
        const settled = { ...history, writes: [...history.writes, ...late], finalReads: [] };
        expect(anomalies(checkObjects(settled))).toEqual([]);
        const found = checkObjects({ ...settled, ...inject(settled) });
        expect(anomalies(found)).toEqual(names);
      }),
    );
  const reading = (checksum: string | undefined) => (history: ObjectsHistory) => ({
    reads: [...history.reads, read(20_000, checksum)],
  });

  test('but one read of what is replaced: stale', () => injected(reading('v100'), ['stale']));
  test('but one read of what nobody wrote: corrupt', () => injected(reading('x'), ['corrupt']));
  test('but a final read of what is replaced: reverted', () =>
    injected(() => ({ finalReads: [finalRead('a', 'v100')] }), ['reverted']));
  test('but a deletion undone: resurrected', () =>
    injected(
      ({ writes, reads }) => ({
        writes: [...writes, deletion(102, { id: 902 })],
        reads: [...reads, read(20_000, 'v101')],
      }),
      ['resurrected'],
    ));
});

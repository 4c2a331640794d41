import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Anomaly, CycleName, Step } from './anomaly.ts';
import { checkListAppend } from './check.ts';
import { violates } from './isolation.ts';
import { append, read, transaction } from './literal-transactions.ts';
import type { MicroOp, Transaction } from './transaction.ts';

/**
 * Small histories whose reads are prefixes of one order per key, and otherwise wild; checked
 * against the definitions taken word by word: every edge, every simple cycle.
 */
const KEYS = 3;
const wild: fc.Arbitrary<readonly Transaction[]> = fc
  .array(
    fc.record({
      ops: fc.array(fc.tuple(fc.boolean(), fc.nat(KEYS - 1), fc.nat(10)), { maxLength: 4 }),
      lane: fc.nat(1),
      invokedAt: fc.nat(6),
      lasts: fc.nat(4),
      outcome: fc.constantFrom<Transaction['outcome']>('ok', 'ok', 'ok', 'ok', 'info', 'fail'),
    }),
    { minLength: 2, maxLength: 6 },
  )
  .chain((drafts) =>
    fc.tuple(fc.constant(drafts), fc.array(fc.nat(20), { minLength: 30, maxLength: 30 })),
  )
  .map(([drafts, ranks]) => {
    const total = Array.from({ length: KEYS }, (_, key) =>
      drafts
        .flatMap(({ ops, outcome }, id) =>
          outcome === 'fail'
            ? []
            : ops.flatMap(([isAppend, at], place) =>
                isAppend && at === key ? [id * 10 + place] : [],
              ),
        )
        .sort((one, other) => (ranks[one % 30] ?? 0) - (ranks[other % 30] ?? 0) || one - other),
    );
    return drafts.map(({ ops, lane, invokedAt, lasts, outcome }, id) => {
      const told = ops.map(([isAppend, key, length], place): MicroOp => {
        if (isAppend) return append(key, id * 10 + place);
        if (outcome !== 'ok') return { f: 'r', key, value: undefined };
        return read(key, ...(total[key] ?? []).slice(0, length % ((total[key]?.length ?? 0) + 1)));
      });
      return transaction(id, told, { lane, invokedAt, settledAt: invokedAt + lasts, outcome });
    });
  });

interface Edge extends Pick<Step, 'from' | 'to' | 'kind'> {}

function edgesOf(history: readonly Transaction[], withOrders: boolean): readonly Edge[] {
  const lists = history.flatMap(({ outcome, ops }) =>
    outcome === 'ok' ? ops.filter((op) => op.f === 'r') : [],
  );
  const isSeen = (op: MicroOp) =>
    lists.some(({ key, value }) => key === op.key && value?.includes(op.value as number));
  const happened = history.filter(
    ({ outcome, ops }) =>
      outcome === 'ok' || (outcome === 'info' && ops.some((op) => op.f === 'append' && isSeen(op))),
  );
  const edges: Edge[] = [];
  for (let key = 0; key < KEYS; key++) {
    const order = lists
      .filter((list) => list.key === key)
      .map(({ value }) => value ?? [])
      .reduce((one, other) => (other.length > one.length ? other : one), []);
    const writers = happened.flatMap(({ id, ops }) =>
      ops.flatMap((op) => (op.f === 'append' && op.key === key ? [{ id, value: op.value }] : [])),
    );
    const writerAt = (place: number) => {
      const at = writers.filter(({ value }) => value === order[place]).map(({ id }) => id);
      const after = writers.filter(({ value }) => !order.includes(value)).map(({ id }) => id);
      return place < order.length ? at : after;
    };
    for (let place = 1; place <= order.length; place++) {
      for (const from of writerAt(place - 1)) {
        for (const to of writerAt(place)) edges.push({ from, to, kind: 'ww' });
      }
    }
    for (const { id, ops, outcome } of happened) {
      for (const op of ops) {
        if (op.f !== 'r' || op.key !== key || outcome !== 'ok') continue;
        const length = op.value?.length ?? 0;
        if (length > 0)
          for (const from of writerAt(length - 1)) edges.push({ from, to: id, kind: 'wr' });
        for (const to of writerAt(length)) edges.push({ from: id, to, kind: 'rw' });
      }
    }
  }
  for (const one of withOrders ? happened : []) {
    for (const other of happened) {
      if (one.outcome !== 'ok') continue;
      const ends = { from: one.id, to: other.id };
      const sameLane = one.lane === other.lane;
      const isAtOnce = one.settledAt === other.invokedAt && one.invokedAt < one.settledAt;
      if (one.settledAt < other.invokedAt) edges.push({ ...ends, kind: 'realtime' });
      if (sameLane && (one.settledAt < other.invokedAt || isAtOnce)) {
        edges.push({ ...ends, kind: 'process' });
      }
    }
  }
  const distinct = new Map(edges.map((edge) => [JSON.stringify(edge), edge])).values().toArray();
  return distinct.filter(
    (edge) => edge.from !== edge.to && !distinct.some((other) => isGraver(other, edge)),
  );
}

/** Whether of two dependencies between the same two the first makes the graver anomaly. */
function isGraver(one: Edge, other: Edge): boolean {
  const data = ['ww', 'wr', 'rw'];
  return (
    one.from === other.from &&
    one.to === other.to &&
    data.includes(one.kind) &&
    data.indexOf(one.kind) < data.indexOf(other.kind)
  );
}

/** Shortest length of each name, over all simple cycles. */
function shortestByName(edges: readonly Edge[]): ReadonlyMap<CycleName, number> {
  const lengths = new Map<CycleName, number>();
  const extend = (path: readonly Edge[]) => {
    const [first, last] = [path[0] as Edge, path.at(-1) as Edge];
    if (last.to === first.from) {
      const name = nameOf(path);
      lengths.set(name, Math.min(path.length, lengths.get(name) ?? Number.POSITIVE_INFINITY));
      return;
    }
    for (const edge of edges) {
      const isNew = edge.to === first.from || path.every(({ from }) => from !== edge.to);
      if (edge.from === last.to && edge.from > first.from && isNew) extend([...path, edge]);
    }
  };
  for (const edge of edges) if (edge.to > edge.from) extend([edge]);
  return lengths;
}

function nameOf(cycle: readonly Edge[]): CycleName {
  const kinds = cycle.map(({ kind }) => kind);
  const rw = kinds.filter((kind) => kind === 'rw').length;
  const inARow = kinds.some((kind, place) => kind === 'rw' && kinds.at(place - 1) === 'rw');
  const several = inARow ? 'G2-item' : 'G-nonadjacent';
  const type = rw > 1 ? several : rw === 1 ? 'G-single' : kinds.includes('wr') ? 'G1c' : 'G0';
  if (kinds.includes('realtime')) return `${type}-realtime`;
  return kinds.includes('process') ? `${type}-process` : type;
}

/** Without its order: in a component where that type is known, its variants are not looked for. */
const baseOf = (type: string): string => type.replace(/-(process|realtime)$/, '');

const levels = [
  'read-uncommitted',
  'read-committed',
  'snapshot-isolation',
  'repeatable-read',
  'serializable',
  'strict-serializable',
] as const;

test('what is found is there, none is shorter, and each level is judged by all that is there', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(wild, fc.boolean(), (history, withOrders) => {
      const there = shortestByName(edgesOf(history, withOrders));
      const orders = withOrders ? (['process', 'realtime'] as const) : [];
      const { anomalies } = checkListAppend(history, { level: 'serializable', orders });
      const cycles = anomalies.filter(({ cycle }) => cycle !== undefined);
      for (const { type } of cycles) seen.add(type);
      for (const { type } of cycles) {
        const lengths = cycles.filter((one) => one.type === type).map(({ cycle }) => cycle?.length);
        const shortest = Math.min(...lengths.map((length) => length ?? 0));
        const least = there.get(type as CycleName) ?? Number.POSITIVE_INFINITY;
        const isHidden =
          type !== baseOf(type) &&
          cycles.some((one) => one.type !== type && baseOf(one.type) === baseOf(type));
        expect([type, isHidden ? Math.min(least, shortest) : shortest]).toEqual([type, least]);
      }
      const hurried = checkListAppend(history, { level: 'serializable', orders, searchEdges: 0 });
      for (const level of levels) {
        const violated = there.keys().some((type) => violates(type, level));
        const isViolation = ({ cycle, type }: Anomaly) =>
          cycle !== undefined && violates(type, level);
        expect([level, anomalies.some(isViolation)]).toEqual([level, violated]);
        expect([level, hurried.anomalies.some(isViolation)]).toEqual([level, violated]);
      }
    }),
    { numRuns: 5_000 },
  );
  expect([...seen]).toEqual(expect.arrayContaining(['G0', 'G1c', 'G-single', 'G2-item']));
});

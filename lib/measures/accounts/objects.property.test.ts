import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { HistoryEvent, Json } from '../../core/history.ts';
import { corruptObjects } from '../corrupt-objects.ts';
import { divergence } from '../divergence.ts';
import {
  blowAt,
  finalReadEvents,
  historyOfLoad,
  type LiteralOperation,
  operationEvents,
} from '../literal-history.ts';
import { lostWrites } from '../lost-writes.ts';
import { phantoms } from '../phantoms.ts';
import { anyOrder, findingsOf, interleaved } from '../recorded-order.ts';
import { rpo } from '../rpo.ts';
import { staleReads } from '../stale-reads.ts';

const MACHINES = ['a', 'b'];

interface Run {
  readonly operations: readonly LiteralOperation[];
  readonly held: ReadonlyMap<number, number>;
}

/** One operation and how it goes; it takes effect at one instant, 100 ms after the one before. */
const step = fc.record({
  f: fc.constantFrom('write', 'write', 'delete', 'read', 'read'),
  type: fc.constantFrom('ok', 'ok', 'ok', 'info', 'open', 'fail'),
  happens: fc.boolean(),
  name: fc.nat(2),
  before: fc.nat(300),
  after: fc.nat(300),
});

type Step = typeof step extends fc.Arbitrary<infer Each> ? Each : never;

/** Objects that work: each operation takes effect at once, everywhere. */
function simulate(steps: readonly Step[]): Run {
  const held = new Map<number, number>();
  const operations = steps.map((one, version): LiteralOperation => {
    const { f, type, happens, name, before, after } = one;
    const at = 1_000 + 100 * version - before;
    const operation = { f, type, at, after: before + after } as const;
    if (f === 'read') return { ...operation, value: [name], answer: held.get(name) ?? null };
    const takesEffect = type === 'ok' || (type !== 'fail' && happens);
    if (takesEffect && f === 'write') held.set(name, version);
    if (takesEffect && f === 'delete') held.delete(name);
    return { ...operation, value: f === 'write' ? [name, version] : [name] };
  });
  return { operations, held };
}

/** In the end three objects are written and read that nothing else concerns. */
const ending: readonly LiteralOperation[] = [100, 101, 102].flatMap((name) => [
  { f: 'write', value: [name, 1], at: 90_000 + name },
  { f: 'write', value: [name, 2], at: 91_000 + name },
  { f: 'read', value: [name], answer: 2, at: 92_000 + name },
]);

const anySoundRun = fc
  .array(step, { minLength: 4, maxLength: 50 })
  .map(simulate)
  .map(({ operations, held }): Run => {
    const last: [number, number][] = [100, 101, 102].map((name) => [name, 2]);
    return { operations: [...operations, ...ending], held: new Map([...held, ...last]) };
  });

const listed = (held: ReadonlyMap<number, number>): readonly Json[] =>
  [...held].map(([name, version]) => [name, version]);

function eventsOf({ operations, held }: Run, onOne = held): readonly HistoryEvent[] {
  const [one = '', ...others] = MACHINES;
  const rest = others.map((machine) => [machine, listed(held)]);
  return [
    blowAt(95_000),
    ...operationEvents(operations),
    ...finalReadEvents(Object.fromEntries([[one, listed(onOne)], ...rest]), { workload: 'load' }),
  ];
}

const all = [lostWrites, rpo, phantoms, divergence, staleReads, corruptObjects];

/** The names of the measures that find something. */
function anomalies(events: readonly HistoryEvent[]): readonly string[] {
  const history = historyOfLoad('objects', events, { machines: MACHINES });
  return all.flatMap(({ name, of }) => {
    const [found] = of(history);
    return found?.status === 'known' && found.value > 0 ? [name] : [];
  });
}

const anyOfThem = fc.constantFrom(100, 101, 102);

test('objects that work have no anomaly', () => {
  fc.assert(
    fc.property(anySoundRun, (run) => {
      expect(anomalies(eventsOf(run))).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test.each<[string, number | null, readonly string[]]>([
  ['absent', null, ['lost-writes', 'rpo', 'divergence']],
  ['reverted', 1, ['lost-writes', 'rpo', 'divergence']],
  ['damaged', -1, ['lost-writes', 'rpo', 'divergence', 'corrupt-objects']],
])('any object is found that is %s on one node', (_, version, found) => {
  fc.assert(
    fc.property(anySoundRun, anyOfThem, (run, name) => {
      const onOne = new Map(run.held);
      if (version === null) onOne.delete(name);
      else onOne.set(name, version);
      expect(anomalies(eventsOf(run, onOne))).toEqual(found);
    }),
  );
});

test('any object is found that nobody wrote', () => {
  fc.assert(
    fc.property(anySoundRun, (run) => {
      const held = new Map([...run.held, [999, 1]]);
      expect(anomalies(eventsOf({ ...run, held }))).toEqual(['phantoms']);
    }),
  );
});

test.each<[string, number | null, readonly string[]]>([
  ['finds nothing', null, ['stale-reads']],
  ['is late', 1, ['stale-reads']],
  ['finds damage', -1, ['corrupt-objects']],
])('any read is found that %s', (_, answer, found) => {
  fc.assert(
    fc.property(anySoundRun, anyOfThem, ({ operations, held }, name) => {
      const read: LiteralOperation = { f: 'read', value: [name], answer, at: 93_000 };
      expect(anomalies(eventsOf({ operations: [...operations, read], held }))).toEqual(found);
    }),
  );
});

test('any object is found that is there again after it was deleted', () => {
  fc.assert(
    fc.property(anySoundRun, anyOfThem, ({ operations, held }, name) => {
      const undone: readonly LiteralOperation[] = [
        { f: 'delete', value: [name], at: 93_000 },
        { f: 'read', value: [name], answer: 2, at: 94_000 },
      ];
      const run = { operations: [...operations, ...undone], held };
      expect(anomalies(eventsOf(run))).toEqual(['lost-writes', 'rpo', 'stale-reads']);
    }),
  );
});

test('no measure depends on the order in which independent events were recorded', () => {
  fc.assert(
    fc.property(anySoundRun, anyOrder, (run, order) => {
      const events = eventsOf(run, new Map([...run.held].slice(1)));
      const { header } = historyOfLoad('objects', [], { machines: MACHINES });
      expect(findingsOf(header, interleaved(events, order))).toEqual(findingsOf(header, events));
    }),
    { numRuns: 50 },
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cacheMisses } from '../cache-misses.ts';
import { historyOfLoad, type LiteralOperation, operationEvents } from '../literal-history.ts';
import { phantoms } from '../phantoms.ts';
import { staleReads } from '../stale-reads.ts';

/** One operation and how it goes; it takes effect at one instant, 100 ms after the one before. */
const step = fc.record({
  f: fc.constantFrom('update', 'fetch', 'fetch'),
  type: fc.constantFrom('ok', 'ok', 'ok', 'info', 'open', 'fail'),
  happens: fc.boolean(),
  forgets: fc.boolean(),
  key: fc.nat(2),
  before: fc.nat(300),
  after: fc.nat(300),
  /** Which operation's entry a wrong cache answers with. */
  wrong: fc.nat(40),
});

type Step = typeof step extends fc.Arbitrary<infer Each> ? Each : never;

const steps = fc.array(step, { minLength: 4, maxLength: 40 });

/** A cache in one place: it answers what it has, and may forget it first. */
function simulate(all: readonly Step[]): readonly LiteralOperation[] {
  const held = new Map<number, number>();
  return all.map(({ f, type, happens, forgets, key, before, after }, id): LiteralOperation => {
    if (forgets) held.delete(key);
    const found = held.get(key) ?? null;
    const takesEffect = type === 'ok' || (type !== 'fail' && happens);
    if (takesEffect && (f === 'update' || found === null)) held.set(key, id);
    const operation = {
      f,
      type,
      value: [key, id],
      at: 1_000 + 100 * id - before,
      after: before + after,
    };
    if (f === 'update' || type !== 'ok') return operation;
    return { ...operation, answer: { found, stored: found === null } };
  });
}

const countOf = (measure: typeof staleReads, operations: readonly LiteralOperation[]) => {
  const [found] = measure.of(historyOfLoad('cache', operationEvents(operations)));
  return found?.status === 'known' ? found.value : 0;
};

test('a cache that answers what it has is never stale, and has no phantoms', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const operations = simulate(all);
      expect([countOf(staleReads, operations), countOf(phantoms, operations)]).toEqual([0, 0]);
    }),
  );
});

/** The same, answering with whatever entry. */
function garble(all: readonly Step[]): readonly LiteralOperation[] {
  return simulate(all).map((operation, id) => {
    const wrong = all[id]?.wrong ?? 0;
    const answered = operation.answer !== undefined && wrong < all.length;
    return answered ? { ...operation, answer: { found: wrong, stored: false } } : operation;
  });
}

interface Seen {
  readonly id: number;
  readonly f: string;
  readonly key: unknown;
  readonly from: number;
  readonly to: number;
  readonly acknowledged: boolean;
  readonly found: number | null | undefined;
  readonly stored: boolean;
}

const seenOf = (
  { f, value, type, answer, at = 0, after = 0 }: LiteralOperation,
  id: number,
): Seen => {
  const { found, stored } = (answer ?? {}) as { found?: number | null; stored?: boolean };
  return {
    id,
    f,
    key: Array.isArray(value) ? value[0] : undefined,
    from: at,
    to: at + after,
    acknowledged: type === 'ok',
    found,
    stored: f === 'update' || stored === true,
  };
};

/** By the definition, each answer against each pair of operations. */
function staleByDefinition(operations: readonly LiteralOperation[]): number {
  const seen = operations.map(seenOf);
  return seen.filter((fetch) => {
    const made = seen.find(({ id }) => id === fetch.found);
    if (made === undefined || made.key !== fetch.key) return false;
    if (!made.acknowledged || !made.stored) return false;
    return seen.some(
      ({ f, key, acknowledged, from, to }) =>
        f === 'update' && acknowledged && key === fetch.key && made.to < from && to < fetch.from,
    );
  }).length;
}

const missedByDefinition = (operations: readonly LiteralOperation[]): number => {
  const seen = operations.map(seenOf);
  return seen.filter(
    (fetch) =>
      fetch.found === null &&
      seen.some(
        ({ key, acknowledged, stored, to }) =>
          acknowledged && stored && key === fetch.key && to < fetch.from,
      ),
  ).length;
};

test('stale and missed entries are counted as they are defined', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const operations = garble(all);
      expect(countOf(staleReads, operations)).toBe(staleByDefinition(operations));
      expect(countOf(cacheMisses, operations)).toBe(missedByDefinition(operations));
    }),
    { numRuns: 500 },
  );
});

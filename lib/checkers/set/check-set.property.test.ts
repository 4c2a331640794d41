import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { divergence } from '../../measures/divergence.ts';
import { literalHistory } from '../../measures/literal-history.ts';
import { lostWrites } from '../../measures/lost-writes.ts';
import { phantoms } from '../../measures/phantoms.ts';
import { anyHistory, correctHistory } from './arbitrary-set.ts';
import { checkSet } from './check-set.ts';
import { naiveCounts } from './naive-set.ts';
import type { SetHistory, SetResult } from './types.ts';

/** The numbers of a result, without the examples. */
function countsOf(result: SetResult) {
  const { attempted, acknowledged, indeterminate, outcomes, flicker, staleReads, lost } = result;
  return {
    attempted,
    acknowledged,
    indeterminate,
    outcomes,
    lost: lost.count,
    lostEverywhere: lost.everywhere,
    perRead: lost.perRead.map(({ count }) => count),
    vanished: result.vanished.count,
    phantoms: result.phantoms.count,
    recovered: result.recovered.count,
    duplicates: result.duplicates.count,
    flicker: flicker.count,
    flickering: flicker.elements,
    stale: staleReads.count,
    lagging: staleReads.lagging,
    missing: staleReads.examples.map(({ missing }) => missing).sort(),
    divergence: result.divergence.count,
  };
}

/** The names of what is wrong. */
function anomalies({ lost, vanished, phantoms, duplicates, flicker, ...rest }: SetResult) {
  const { staleReads, divergence, outcomes } = rest;
  const found = { lost, vanished, phantoms, duplicates, flicker, staleReads, divergence };
  const names = Object.entries(found).filter(([, { count }]) => count > 0);
  return [...names.map(([name]) => name), ...(outcomes.lost > 0 ? ['outcomes'] : [])];
}

const shuffled = <T>(items: readonly T[]) =>
  fc.shuffledSubarray([...items], { minLength: items.length });

describe('any history', () => {
  test('is counted as the definitions say', () => {
    fc.assert(
      fc.property(anyHistory(), (history) => {
        expect(countsOf(checkSet(history))).toEqual(naiveCounts(history));
      }),
      { numRuns: 500 },
    );
  });

  test('gives the same result in any order of adds, reads and elements, and twice', () => {
    const pair = anyHistory().chain((history) =>
      fc
        .record({
          adds: shuffled(history.adds),
          reads: shuffled(history.reads),
          finalReads: shuffled(history.finalReads),
        })
        .map((other): [SetHistory, SetHistory] => [
          history,
          {
            ...other,
            reads: other.reads.map((read) => ({
              ...read,
              elements: Float64Array.from(Array.from(read.elements).reverse()),
            })),
          },
        ]),
    );
    fc.assert(
      fc.property(pair, ([one, other]) => {
        expect(checkSet(other)).toEqual(checkSet(one));
        expect(checkSet(one)).toEqual(checkSet(one));
      }),
      { numRuns: 200 },
    );
  });

  test('agrees with the measures lost-writes, phantoms and divergence', () => {
    fc.assert(
      fc.property(correctHistory(), fc.nat(), fc.nat(), (history, node, nth) => {
        const holed = withoutIn(history, node % 6, nth);
        const measured = measuredHistory(holed);
        const found = checkSet({ ...holed, reads: [] });
        const value = (measure: typeof phantoms) =>
          measure.of(measured).map((one) => ('value' in one ? one.value : Number.NaN));
        expect(value(lostWrites)).toEqual([found.lost.count]);
        expect(value(phantoms)).toEqual([found.phantoms.count]);
        expect(value(divergence)).toEqual([found.divergence.count]);
      }),
      { numRuns: 100 },
    );
  });
});

describe('a correct history', () => {
  test('has no anomaly, with its final reads or without', () => {
    fc.assert(
      fc.property(correctHistory(), (history) => {
        expect(anomalies(checkSet(history))).toEqual([]);
        const during = checkSet({ ...history, finalReads: [] });
        expect(anomalies(during)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  const injected = (inject: (history: SetHistory, value: number) => SetHistory, names: string[]) =>
    fc.assert(
      fc.property(correctHistory(), fc.nat(), (history, nth) => {
        const acknowledged = history.adds.filter(({ outcome }) => outcome === 'ok');
        const value = acknowledged[nth % acknowledged.length]?.value;
        fc.pre(value !== undefined);
        expect(anomalies(checkSet(inject(history, value)))).toEqual(expect.arrayContaining(names));
      }),
      { numRuns: 100 },
    );

  test('and one hole in one final read: lost, divergence', () => {
    injected(
      (history, value) => ({
        ...history,
        finalReads: history.finalReads.map((read, at) =>
          at === 4 ? { ...read, elements: without(read.elements, value) } : read,
        ),
      }),
      ['lost', 'divergence'],
    );
  });

  test('and a late read with a hole: stale', () => {
    injected((history, value) => lateReads(history, [[value]]), ['staleReads']);
  });

  test('and two late reads, the second with a hole: flicker', () => {
    injected((history, value) => lateReads(history, [[], [value]]), ['flicker', 'staleReads']);
  });

  test('and an element twice in a read: duplicate', () => {
    injected(
      (history, value) => {
        const [first, ...rest] = history.finalReads;
        if (first === undefined) return history;
        const elements = [...Array.from(first.elements), value];
        return { ...history, finalReads: [{ ...first, elements }, ...rest] };
      },
      ['duplicates'],
    );
  });

  test('and an add that is there but turns out to have failed: phantom', () => {
    injected(
      (history, value) => ({
        ...history,
        adds: history.adds.map((add) =>
          add.value === value ? { ...add, outcome: 'fail' as const } : add,
        ),
      }),
      ['phantoms'],
    );
  });
});

function without(elements: ArrayLike<number>, value: number | undefined): readonly number[] {
  return Array.from(elements).filter((one) => one !== value);
}

function withoutIn(history: SetHistory, node: number, nth: number): SetHistory {
  const finalReads = history.finalReads.map((read, at) =>
    at === node ? { ...read, elements: without(read.elements, read.elements[nth % 90]) } : read,
  );
  return { ...history, finalReads };
}

/** Adds reads of everything but some values, one after another, after all else. */
function lateReads(history: SetHistory, holes: readonly (readonly number[])[]): SetHistory {
  const all = Array.from(history.finalReads[0]?.elements ?? []);
  const late = holes.map((hole, nth) => ({
    id: 900 + nth,
    invokedAt: 1_000 + 20 * nth,
    settledAt: 1_010 + 20 * nth,
    elements: all.filter((value) => !hole.includes(value)),
  }));
  return { ...history, reads: [...history.reads, ...late] };
}

/** The same as a history that measures read. */
function measuredHistory({ adds, finalReads }: SetHistory) {
  const base = { workload: 'set' };
  return literalHistory([
    ...adds.flatMap(({ id, value, invokedAt: t, settledAt, outcome }) => [
      { t, type: 'invoke' as const, ...base, id, lane: 0, due: t, f: 'add', value },
      ...(outcome === 'open' ? [] : [{ t: settledAt, type: outcome, ...base, id }]),
    ]),
    ...finalReads.map(({ machine, pass, elements }) => ({
      t: 9_000,
      type: 'final-read' as const,
      ...base,
      machine,
      pass,
      elements: Array.from(elements),
    })),
  ]);
}

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { HistoryEvent } from '../core/history.ts';
import { divergence } from './divergence.ts';
import {
  blowAt,
  finalReadEvents,
  type LiteralProbe,
  literalHistory,
  probeEvents,
} from './literal-history.ts';
import { lostWrites } from './lost-writes.ts';
import { phantoms } from './phantoms.ts';
import { anyOrder, findingsOf, interleaved } from './recorded-order.ts';
import { rpo } from './rpo.ts';

const MACHINES = ['a', 'b', 'c'];

/** Probes 100 ms apart with any outcome; probe i adds the element i. */
const anyProbes = fc
  .array(
    fc.record({
      type: fc.constantFrom('ok' as const, 'ok' as const, 'fail' as const, 'info' as const),
      after: fc.option(fc.integer({ min: 0, max: 900 }), { nil: undefined, freq: 10 }),
      lane: fc.integer({ min: 0, max: 1 }),
    }),
    { minLength: 5, maxLength: 60 },
  )
  .map((all) =>
    all.map(
      ({ type, after, lane }, index): LiteralProbe =>
        after === undefined ? { due: index * 100, lane } : { due: index * 100, lane, after, type },
    ),
  );

/** What a correct store may hold in the end: all that was acknowledged, and of the rest what it likes. */
const anySoundRun = anyProbes.chain((probes) =>
  fc.record({
    probes: fc.constant(probes),
    kept: fc.array(fc.boolean(), { minLength: probes.length, maxLength: probes.length }),
  }),
);

function elementsOf(probes: readonly LiteralProbe[], kept: readonly boolean[]): readonly number[] {
  return probes.flatMap(({ type, after }, index) => {
    const outcome = after === undefined ? 'open' : type;
    if (outcome === 'fail') return [];
    return outcome === 'ok' || kept[index] === true ? [index] : [];
  });
}

function eventsOf(
  probes: readonly LiteralProbe[],
  held: Readonly<Record<string, readonly number[]>>,
): readonly HistoryEvent[] {
  return [blowAt(1_000), ...probeEvents(probes), ...finalReadEvents(held)];
}

const everywhere = (elements: readonly number[]) =>
  Object.fromEntries(MACHINES.map((machine) => [machine, elements]));

const amount = (events: readonly HistoryEvent[], measure = lostWrites) => {
  const finding = measure.of(literalHistory(events))[0];
  return finding?.status === 'known' ? finding.value : finding;
};

test('a history of a correct store loses nothing, makes nothing up and does not diverge', () => {
  fc.assert(
    fc.property(anySoundRun, ({ probes, kept }) => {
      const events = eventsOf(probes, everywhere(elementsOf(probes, kept)));
      for (const measure of [lostWrites, rpo, phantoms, divergence]) {
        expect(amount(events, measure), measure.name).toBe(0);
      }
    }),
  );
});

test('any acknowledged element that any one node lacks is found', () => {
  fc.assert(
    fc.property(anySoundRun, fc.nat(), fc.constantFrom(...MACHINES), (run, pick, machine) => {
      const elements = elementsOf(run.probes, run.kept);
      const acknowledged = elements.filter(
        (element) => run.probes[element]?.type === 'ok' && run.probes[element].after !== undefined,
      );
      fc.pre(acknowledged.length > 0);
      const gone = acknowledged[pick % acknowledged.length];
      const rest = elements.filter((element) => element !== gone);
      const events = eventsOf(run.probes, { ...everywhere(elements), [machine]: rest });
      expect(amount(events, lostWrites)).toBe(1);
      expect(amount(events, divergence)).toBe(1);
    }),
  );
});

test('any element that failed or was never sent is found', () => {
  fc.assert(
    fc.property(anySoundRun, fc.constantFrom(...MACHINES), (run, machine) => {
      const elements = elementsOf(run.probes, run.kept);
      const failed = run.probes.findIndex(
        ({ type, after }) => type === 'fail' && after !== undefined,
      );
      const madeUp = [...elements, failed === -1 ? run.probes.length : failed];
      const events = eventsOf(run.probes, { ...everywhere(elements), [machine]: madeUp });
      expect(amount(events, phantoms)).toBe(1);
    }),
  );
});

const found = (events: readonly HistoryEvent[]) => findingsOf(literalHistory([]).header, events);

test('no measure depends on the order in which independent events were recorded', () => {
  fc.assert(
    fc.property(anySoundRun, anyOrder, ({ probes, kept }, order) => {
      const events = eventsOf(probes, everywhere(elementsOf(probes, kept)));
      expect(found(interleaved(events, order))).toEqual(found(events));
    }),
    { numRuns: 50 },
  );
});

test('a history that is judged again gives the identical report', () => {
  fc.assert(
    fc.property(anySoundRun, ({ probes, kept }) => {
      const events = eventsOf(probes, everywhere(elementsOf(probes, kept)));
      expect(found(events)).toEqual(found(structuredClone(events)));
    }),
    { numRuns: 50 },
  );
});

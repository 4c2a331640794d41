import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { HistoryEvent } from '../../core/history.ts';
import { duplicates } from '../duplicates.ts';
import {
  blowAt,
  finalReadEvents,
  historyOfLoad,
  type LiteralOperation,
  operationEvents,
} from '../literal-history.ts';
import { lostWrites } from '../lost-writes.ts';
import { outOfOrder } from '../out-of-order.ts';
import { phantoms } from '../phantoms.ts';
import { anyOrder, findingsOf, interleaved } from '../recorded-order.ts';
import { rpo } from '../rpo.ts';

const MACHINES = ['a', 'b'];

interface Run {
  readonly operations: readonly LiteralOperation[];
  /** What is left in the end, in order. */
  readonly left: readonly number[];
}

/** One operation and how it goes; it takes effect at one instant, 100 ms after the one before. */
const step = fc.record({
  f: fc.constantFrom('send' as const, 'send' as const, 'receive' as const),
  type: fc.constantFrom('ok', 'ok', 'ok', 'info', 'open', 'fail'),
  happens: fc.boolean(),
  answered: fc.boolean(),
  batch: fc.integer({ min: 1, max: 4 }),
  lane: fc.nat(2),
  before: fc.nat(99),
  after: fc.nat(99),
});

type Step = typeof step extends fc.Arbitrary<infer Each> ? Each : never;

/** A queue that works: first in, first out; what was not acknowledged goes back to the front. */
function simulate(steps: readonly Step[]): Run {
  let messages: readonly { readonly value: number; readonly redelivered: boolean }[] = [];
  const operations = steps.map((one, value): LiteralOperation => {
    const { f, type, happens, answered, batch, lane, before, after } = one;
    const at = 1_000 + 100 * value - before;
    const operation = { f, lane, type, at, after: before + after } as const;
    const takesEffect = type === 'ok' || (type !== 'fail' && happens);
    if (f === 'send') {
      if (takesEffect) messages = [...messages, { value, redelivered: false }];
      return { ...operation, value };
    }
    const taken = messages.slice(0, batch);
    const heard = type === 'ok' || (type !== 'open' && answered);
    const returned = taken.map((message) => ({ ...message, redelivered: true }));
    messages = [...(heard && takesEffect ? [] : returned), ...messages.slice(batch)];
    return { ...operation, value: null, ...(heard ? { answer: taken } : {}) };
  });
  return { operations, left: messages.map(({ value }) => value) };
}

const anySoundRun = fc.array(step, { minLength: 5, maxLength: 60 }).map(simulate);

/** The messages lie on several machines. No acknowledgement comes at the very instant of the blow. */
const eventsOf = ({ operations, left }: Run, restarted = left): readonly HistoryEvent[] => [
  blowAt(2_000.5),
  ...operationEvents(operations),
  ...finalReadEvents(shared(left), { workload: 'load', passes: ['live'] }),
  ...finalReadEvents(shared(restarted), { workload: 'load', passes: ['restarted'] }),
];

const shared = (left: readonly number[]) =>
  Object.fromEntries(
    MACHINES.map((machine, index) => [machine, left.filter((value) => value % 2 === index)]),
  );

const all = [lostWrites, rpo, phantoms, duplicates, outOfOrder];

/** The names of the measures that find something. */
function anomalies(events: readonly HistoryEvent[]): readonly string[] {
  const history = historyOfLoad('queue', events, { machines: MACHINES });
  return all.flatMap(({ name, of }) => {
    const [found] = of(history);
    return found?.status === 'known' && found.value > 0 ? [name] : [];
  });
}

const known = ({ operations }: Run, f: string) =>
  operations.filter((operation) => operation.f === f && operation.type === 'ok');

test('a queue that works loses, makes up, repeats and reorders nothing', () => {
  fc.assert(
    fc.property(anySoundRun, (run) => {
      expect(anomalies(eventsOf(run))).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test('any message is found lost that is taken out of the queue, in either pass', () => {
  fc.assert(
    fc.property(anySoundRun, fc.nat(), fc.boolean(), (run, pick, onlyRestarted) => {
      const confirmed = known(run, 'send').map(({ value }) => Number(value));
      const perhaps = new Set(
        run.operations
          .filter(({ type }) => type === 'info')
          .flatMap(({ answer }) => (answer as { value: number }[] | undefined) ?? [])
          .map(({ value }) => value),
      );
      const candidates = run.left.filter((one) => confirmed.includes(one) && !perhaps.has(one));
      fc.pre(candidates.length > 0);
      const gone = candidates[pick % candidates.length];
      const rest = run.left.filter((value) => value !== gone);
      const events = eventsOf({ ...run, left: onlyRestarted ? run.left : rest }, rest);
      expect(anomalies(events)).toEqual(['lost-writes', 'rpo']);
    }),
  );
});

test('any message is found that was consumed, and is drained in the end', () => {
  fc.assert(
    fc.property(anySoundRun, fc.nat(), (run, pick) => {
      const consumed = known(run, 'receive')
        .flatMap(({ answer }) => answer as { value: number }[])
        .map(({ value }) => value);
      fc.pre(consumed.length > 0);
      const again = consumed[pick % consumed.length] ?? 0;
      expect(anomalies(eventsOf(run, [...run.left, again]))).toEqual(['duplicates']);
    }),
  );
});

test('any message is found that failed or was never sent', () => {
  fc.assert(
    fc.property(anySoundRun, fc.boolean(), (run, browsed) => {
      const failed = run.operations.find(({ f, type }) => f === 'send' && type === 'fail');
      const left = [...run.left, Number(failed?.value ?? 9_999)];
      const events = browsed ? eventsOf({ ...run, left }, run.left) : eventsOf(run, left);
      expect(anomalies(events)).toEqual(['phantoms']);
    }),
  );
});

test('any two messages of one producer are found that come to a consumer the wrong way round', () => {
  fc.assert(
    fc.property(anySoundRun, fc.boolean(), ({ operations, left }, together) => {
      const late = 1_000 + 100 * operations.length;
      const next = { lane: 7, type: 'ok', after: 5 } as const;
      const deliver = (values: readonly number[], at: number): LiteralOperation => ({
        ...next,
        f: 'receive',
        value: null,
        at,
        answer: values.map((value) => ({ value, redelivered: false })),
      });
      const reordered = [
        ...operations,
        { ...next, f: 'send', value: 10_001, at: late },
        { ...next, f: 'send', value: 10_002, at: late + 10 },
        ...(together
          ? [deliver([10_002, 10_001], late + 20)]
          : [deliver([10_002], late + 20), deliver([10_001], late + 30)]),
      ];
      expect(anomalies(eventsOf({ operations: reordered, left }))).toEqual(['out-of-order']);
    }),
  );
});

test('no measure depends on the order in which independent events were recorded', () => {
  fc.assert(
    fc.property(anySoundRun, anyOrder, (run, order) => {
      const events = eventsOf(run, run.left.slice(1));
      const { header } = historyOfLoad('queue', [], { machines: MACHINES });
      expect(findingsOf(header, interleaved(events, order))).toEqual(findingsOf(header, events));
    }),
    { numRuns: 50 },
  );
});

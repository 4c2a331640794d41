import fc from 'fast-check';
import { expect, test } from 'vitest';
import { literalHistory } from '../measures/literal-history.ts';
import { EventLog, historyOf } from './event-log.ts';
import type { Completion, EventOf, HistoryEvent } from './history.ts';

const { header } = literalHistory([]);

const invoke = (id: number, changes: Partial<EventOf<'invoke'>> = {}): EventOf<'invoke'> => ({
  t: id,
  type: 'invoke',
  workload: 'set',
  id,
  lane: id % 3,
  due: id - 0.5,
  f: 'add',
  value: id,
  ...changes,
});

const ok = (id: number, changes: Partial<Completion> = {}): Completion => ({
  t: id + 0.25,
  type: 'ok',
  workload: 'set',
  id,
  ...changes,
});

const log = (t: number): HistoryEvent => ({ t, type: 'log', machine: 'a', service: 's', line: '' });

/** Operations of two workloads, answered or not, in any order that has answers after questions. */
const anyEvents = fc
  .array(
    fc.record({
      workload: fc.constantFrom('set', 'bank'),
      value: fc.oneof(fc.integer(), fc.constant(Number.MAX_SAFE_INTEGER), fc.jsonValue()),
      answer: fc.option(
        fc.record({
          type: fc.constantFrom<Completion['type']>('ok', 'fail', 'info'),
          more: fc.constantFrom<Partial<Completion>>(
            {},
            { machine: 'a' },
            { machine: 'b', value: [1, 2] },
            { value: null },
            { error: { code: 'X', message: 'no' } },
          ),
          after: fc.nat({ max: 6 }),
        }),
      ),
    }),
    { maxLength: 60 },
  )
  .map((operations): HistoryEvent[] =>
    operations
      .flatMap(({ workload, value, answer }, id) => {
        const question = { place: 2 * id, event: invoke(id, { workload, value } as object) };
        if (answer === null) return [question, { place: 2 * id, event: log(id) }];
        const { type, more, after } = answer;
        const reply = ok(id, { ...more, type, workload });
        return [question, { place: 2 * id + 2 * after + 1, event: reply }];
      })
      .sort((one, other) => one.place - other.place)
      .map(({ event }) => event),
  );

test('what goes in comes out, in order and by position', () => {
  fc.assert(
    fc.property(anyEvents, (events) => {
      const kept = historyOf(header, events).events;
      expect(kept.length).toBe(events.length);
      expect([...kept]).toEqual(events);
      expect(events.map((_, position) => kept.at(position))).toEqual(events);
      expect(kept.at(events.length)).toBeUndefined();
      expect(kept.endMs).toBe(Math.max(0, ...events.map(({ t }) => t)));
    }),
  );
});

test('thousands of operations keep their places', () => {
  const events = Array.from({ length: 5_000 }, (_, id) => [invoke(id), ok(id)]).flat();
  const { events: kept } = historyOf(header, events);
  expect([...kept]).toEqual(events);
  expect(kept.at(9_999)).toEqual(ok(4_999));
  expect(kept.invocation('set', 4_999)).toEqual(invoke(4_999));
  expect(kept.invocation('set', 5_000)).toBeUndefined();
  expect(kept.invocation('bank', 1)).toBeUndefined();
});

test('an operation is its two events', () => {
  const { events } = historyOf(header, [invoke(1), log(2), ok(1, { machine: 'b' })]);
  expect([...events.operations('set')]).toEqual([
    {
      id: 1,
      lane: 1,
      due: 0.5,
      invokedAt: 1,
      f: 'add',
      value: 1,
      answer: undefined,
      machine: 'b',
      outcome: 'ok',
      settledAt: 1.25,
      invoked: 0,
      settled: 2,
      error: undefined,
    },
  ]);
  expect(events.recorded('log')).toEqual([{ event: log(2), position: 1 }]);
});

test('an answer to nothing, a second answer and a second question are refused', () => {
  const events = new EventLog();
  expect(events.push(ok(1))).toContain('set #1 is answered, but not under way');
  expect(events.push(invoke(1))).toBeUndefined();
  expect(events.push(invoke(1))).toContain('set #1 begins while it is under way');
  expect(events.push(ok(1))).toBeUndefined();
  expect(events.push(ok(1))).toContain('not under way');
  expect(events.length).toBe(2);
});

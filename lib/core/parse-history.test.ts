import fc from 'fast-check';
import { expect, test } from 'vitest';
import { literalHistory } from '../measures/literal-history.ts';
import { eventSchema } from './history.ts';
import { HistoryParser, isPlainOperation } from './parse-history.ts';

function parseHistory(lines: readonly string[], ...more: readonly string[]) {
  const parser = new HistoryParser('f');
  for (const text of [lines.join('\n'), ...more]) parser.push(text);
  return parser.finish();
}

const { header } = literalHistory([]);
const first = JSON.stringify(header);
const phase = JSON.stringify({ t: 1, type: 'phase', phase: 'form' });

test('a whole file is read whole', () => {
  const history = parseHistory([first, phase, '']);
  expect(history).toMatchObject({ header });
  expect(history.damage).toBeUndefined();
  expect([...history.events]).toEqual([{ t: 1, type: 'phase', phase: 'form' }]);
});

test('a file that was cut off in a line is read up to it, and the damage named', () => {
  const history = parseHistory([first, phase, phase.slice(0, 20)]);
  expect(history.events).toHaveLength(1);
  expect(history.damage).toContain('line 3');
});

test('an event that is none damages the history, too', () => {
  expect(parseHistory([first, '{"t":1,"type":"surprise"}']).damage).toContain('line 2');
});

test('pieces are counted through, and what comes behind the damage is left', () => {
  const history = parseHistory([first, phase], phase, `${phase.slice(0, 20)}\n${phase}`, phase);
  expect(history.events).toHaveLength(2);
  expect(history.damage).toContain('line 4');
});

test('two events in one line are no whole event', () => {
  expect(parseHistory([first, `${phase},${phase}`]).damage).toContain('line 2');
});

test.each([
  ['an empty file', [], 'empty file'],
  ['a file that is no history', ['hello'], 'a history\'s header in its first line, found: "hello"'],
  ['a history of another version', [first.replace('"version":1', '"version":99')], 'version 99'],
])('%s is a usage error that says what was found', (_, lines, words) => {
  expect(() => parseHistory(lines)).toThrow(words);
});

test('what passes for a plain operation is an event by the schema, field for field', () => {
  const plain = fc.constantFrom<Record<string, unknown>>(
    { t: 1.5, type: 'invoke', workload: 'set', id: 1, lane: 0, due: 1, f: 'add', value: 1 },
    { t: 2, type: 'ok', workload: 'set', id: 1, machine: 'a' },
  );
  const names = ['t', 'type', 'workload', 'id', 'lane', 'due', 'f', 'value', 'machine', 'error'];
  const change = fc.record({ name: fc.constantFrom(...names), to: fc.jsonValue() });
  const drop = fc.option(fc.constantFrom(...names), { nil: undefined });
  fc.assert(
    fc.property(plain, fc.array(change, { maxLength: 2 }), drop, (event, changes, dropped) => {
      const changed = Object.fromEntries(
        [...Object.entries(event), ...changes.map(({ name, to }) => [name, to] as const)].filter(
          ([name]) => name !== dropped,
        ),
      );
      fc.pre(isPlainOperation(changed));
      expect(eventSchema.safeParse(changed)).toEqual({ success: true, data: changed });
    }),
    { numRuns: 2_000 },
  );
  for (const event of [
    { t: 1, type: 'invoke', workload: 'set', id: 1, lane: 0, due: 1, f: 'add', value: 1 },
    { t: 2, type: 'ok', workload: 'set', id: 1, machine: 'a' },
  ]) {
    expect(isPlainOperation(event)).toBe(true);
  }
});

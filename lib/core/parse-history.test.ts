import { expect, test } from 'vitest';
import { literalHistory } from '../measures/literal-history.ts';
import { parseHistory } from './parse-history.ts';

const { header } = literalHistory([]);
const first = JSON.stringify(header);
const phase = JSON.stringify({ t: 1, type: 'phase', phase: 'form' });

test('a whole file is read whole', () => {
  expect(parseHistory([first, phase, ''], 'f')).toEqual({
    header,
    events: [{ t: 1, type: 'phase', phase: 'form' }],
  });
});

test('a file that was cut off in a line is read up to it, and the damage named', () => {
  const history = parseHistory([first, phase, phase.slice(0, 20)], 'f');
  expect(history.events).toHaveLength(1);
  expect(history.damage).toContain('line 3');
});

test('an event that is none damages the history, too', () => {
  expect(parseHistory([first, '{"t":1,"type":"surprise"}'], 'f').damage).toContain('line 2');
});

test.each([
  ['an empty file', [], 'empty file'],
  ['a file that is no history', ['hello'], 'a history\'s header in its first line, found: "hello"'],
  ['a history of another version', [first.replace('"version":1', '"version":99')], 'version 99'],
])('%s is a usage error that says what was found', (_, lines, words) => {
  expect(() => parseHistory(lines, 'f')).toThrow(words);
});

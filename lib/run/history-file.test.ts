import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { HistoryEvent } from '../core/history.ts';
import { literalHistory } from '../measures/literal-history.ts';
import { createHistoryFile, readHistoryFile } from './history-file.ts';

const { header } = literalHistory([]);
const log = (t: number): HistoryEvent => ({
  t,
  type: 'log',
  machine: 'a',
  service: 's',
  line: '<',
});

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'blackstart-test-'));
  path = join(folder, 'history.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true }));

const linesNow = () => readFileSync(path, 'utf8').trimEnd().split('\n');

/** Looks at the file, turn by turn, until so many lines are in it. */
async function untilLines(count: number): Promise<void> {
  while (linesNow().length < count) await nextTurn();
  expect(linesNow()).toHaveLength(count);
}

test('what was recorded is soon in the file, whatever happens to the process then', async () => {
  await using file = createHistoryFile(path, header);
  file.record(log(1));
  await untilLines(2);
});

test('a phase is in the file after all that came before it', async () => {
  await using file = createHistoryFile(path, header);
  file.record(log(1));
  file.record({ t: 2, type: 'phase', phase: 'chaos' });
  file.record(log(3));
  await untilLines(4);
  expect(linesNow().map((line) => JSON.parse(line).t)).toEqual([undefined, 1, 2, 3]);
});

test('what is written is what is read', async () => {
  {
    await using file = createHistoryFile(path, header);
    file.record(log(1));
  }
  const history = await readHistoryFile(path);
  expect(history.header).toEqual(header);
  expect([...history.events]).toEqual([log(1)]);
});

test('a line that comes when the file is closed is let go', async () => {
  const file = createHistoryFile(path, header);
  await file[Symbol.asyncDispose]();
  file.record(log(1));
  await nextTurn();
  expect((await readHistoryFile(path)).events.length).toBe(0);
});

test('an existing history is never written over', async () => {
  await createHistoryFile(path, header)[Symbol.asyncDispose]();
  expect(() => createHistoryFile(path, header)).toThrow('EEXIST');
});

test('a file of many pieces is read whole, and one that was cut off up to there', async () => {
  const events = Array.from({ length: 30_000 }, (_, index) => ({
    ...log(index),
    line: 'ä'.repeat(30),
  }));
  const text = [header, ...events].map((line) => JSON.stringify(line)).join('\n');
  writeFileSync(path, `${text}\n`);
  const whole = await readHistoryFile(path);
  expect(whole.damage).toBeUndefined();
  expect([...whole.events]).toEqual(events);
  writeFileSync(path, Buffer.from(text).subarray(0, -30));
  const { events: sound, damage } = await readHistoryFile(path);
  expect(sound).toHaveLength(events.length - 1);
  expect(damage).toContain(`line ${events.length + 1}`);
});

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

test('what was recorded is in the file by the next turn, whatever happens to the process then', async () => {
  using file = createHistoryFile(path, header);
  file.record(log(1));
  await nextTurn();
  await nextTurn();
  expect(readFileSync(path, 'utf8').trimEnd().split('\n')).toHaveLength(2);
});

test('a phase is in the file at once, with all before it', () => {
  using file = createHistoryFile(path, header);
  file.record(log(1));
  file.record({ t: 2, type: 'phase', phase: 'chaos' });
  expect(readFileSync(path, 'utf8').trimEnd().split('\n')).toHaveLength(3);
});

test('what is written is what is read', async () => {
  {
    using file = createHistoryFile(path, header);
    file.record(log(1));
  }
  expect(await readHistoryFile(path)).toEqual({ header, events: [log(1)] });
});

test('a line that comes when the file is closed is let go', async () => {
  const file = createHistoryFile(path, header);
  file[Symbol.dispose]();
  file.record(log(1));
  await nextTurn();
  expect((await readHistoryFile(path)).events).toEqual([]);
});

test('an existing history is never written over', () => {
  createHistoryFile(path, header)[Symbol.dispose]();
  expect(() => createHistoryFile(path, header)).toThrow('EEXIST');
});

test('a file of many pieces is read whole, and one that was cut off up to there', async () => {
  const events = Array.from({ length: 30_000 }, (_, index) => ({
    ...log(index),
    line: 'ä'.repeat(30),
  }));
  const text = [header, ...events].map((line) => JSON.stringify(line)).join('\n');
  writeFileSync(path, `${text}\n`);
  expect(await readHistoryFile(path)).toEqual({ header, events });
  writeFileSync(path, Buffer.from(text).subarray(0, -30));
  const { events: sound, damage } = await readHistoryFile(path);
  expect(sound).toHaveLength(events.length - 1);
  expect(damage).toContain(`line ${events.length + 1}`);
});

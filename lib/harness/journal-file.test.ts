import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { kill } from '../faults/kill.ts';
import { openJournal, removeDeadJournals } from './journal-file.ts';

const entry = { id: 'run_0', fault: kill({ downFor: 1 }), machines: ['a'], services: ['a/s'] };

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'blackstart-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a journal is gone when every harm in it was cured', async () => {
  {
    await using journal = await openJournal(folder, 'cured');
    await journal.begin(entry);
    expect(readdirSync(folder)).toEqual(['cured.jsonl']);
    await journal.finish(entry.id);
  }
  expect(readdirSync(folder)).toEqual([]);
});

test('a harm whose cure failed stays written down', async () => {
  {
    await using journal = await openJournal(folder, 'broken');
    await journal.begin(entry);
  }
  expect(readdirSync(folder)).toEqual(['broken.jsonl']);
});

test('journals of the dead are removed, those of the living are not', async () => {
  await using journal = await openJournal(folder, 'alive');
  writeFileSync(join(folder, 'cut-off.jsonl'), '{"run":"cut-o');
  removeDeadJournals(folder);
  expect(readdirSync(folder)).toEqual(['alive.jsonl']);
  await journal.begin(entry);
  await journal.finish(entry.id);
});

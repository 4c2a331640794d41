import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { literalMachine, literalProject } from '../core/literal-project.ts';
import { kill } from '../faults/kill.ts';
import { deadJournals, openJournal, removeDeadJournals } from './journal-file.ts';

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

test('what a dead process was attached to stays written down, with all that it had not cured', async () => {
  const project = literalProject(literalMachine('web'), literalMachine('db'));
  const written = join(folder, 'attached.jsonl');
  let lines = '';
  {
    await using journal = await openJournal(folder, 'attached', project);
    await journal.begin(entry);
    await journal.begin({ ...entry, id: 'run_1' });
    await journal.finish(entry.id);
    lines = readFileSync(written, 'utf8');
    expect(deadJournals(folder)).toEqual([]);
    await journal.finish('run_1');
  }
  const [first = ''] = lines.split('\n');
  // As after the death of its process, in the midst of a line.
  const dead = first.replace(/"owner":"[^"]*"/, `"owner":"${hostname()}/-/1/1"`);
  writeFileSync(written, `${lines.replace(first, dead)}{"finish":"run`);
  removeDeadJournals(folder);
  expect(deadJournals(folder)).toEqual([
    { path: written, attached: project, inForce: [{ ...entry, id: 'run_1' }] },
  ]);
});

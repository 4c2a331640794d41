import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { extract } from 'tar-stream';
import { afterAll, expect, test } from 'vitest';
import type { History, HistoryEvent } from '../core/history.ts';
import { runInMemory } from '../memory/run-in-memory.ts';
import { bundleRun } from './bundle-run.ts';

const reports = mkdtempSync(join(tmpdir(), 'blackstart-test-'));
afterAll(() => rmSync(reports, { recursive: true }));

const { history } = await runInMemory();

function folderOf(name: string, told: History, further: readonly HistoryEvent[] = []): string {
  const folder = join(reports, name);
  mkdirSync(folder);
  const lines = [told.header, ...further, ...told.events];
  writeFileSync(
    join(folder, 'history.jsonl'),
    `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`,
  );
  return folder;
}

async function contentsOf(path: string): Promise<ReadonlyMap<string, string>> {
  const archive = extract();
  archive.end(gunzipSync(readFileSync(path)));
  const files = new Map<string, string>();
  for await (const entry of archive) {
    const parts: Buffer[] = [];
    for await (const part of entry as AsyncIterable<Buffer>) parts.push(part);
    files.set(entry.header.name, Buffer.concat(parts).toString('utf8'));
  }
  return files;
}

test('a run without secrets is in the archive as it was, to the byte', async () => {
  const folder = folderOf('plain', history);
  const path = join(reports, 'plain.tar.gz');
  const { masked, files } = await bundleRun(folder, path);
  expect(masked).toEqual([]);
  const contents = await contentsOf(path);
  expect([...contents.keys()].toSorted()).toEqual(files.map((name) => `plain/${name}`).toSorted());
  expect(contents.get('plain/history.jsonl')).toBe(
    readFileSync(join(folder, 'history.jsonl'), 'utf8'),
  );
  expect(contents.get('plain/report.html')).toContain('<!doctype html>');
});

test('the same run gives the same archive', async () => {
  const folder = folderOf('twice', history);
  const [one, other] = [join(reports, 'one.tar.gz'), join(reports, 'other.tar.gz')];
  await bundleRun(folder, one);
  await bundleRun(folder, other);
  expect(readFileSync(one).equals(readFileSync(other))).toBe(true);
});

test('no secret of configuration, logs or environment is anywhere in it, and what was masked is said', async () => {
  const secret = 'Tr0ub4dor-and-3';
  const { header } = history;
  const told: History = {
    ...history,
    header: {
      ...header,
      configuration: { toy: [`toy.cnf: db_password = ${secret}`, 'toy.cnf: nodes = 3'] },
    },
  };
  const folder = folderOf('secret', told, [
    { t: 0, type: 'log', machine: 'toy-1', service: 'toyd', line: `started with token=${secret}` },
  ]);
  writeFileSync(join(folder, 'toy-1-toyd.log'), `0.1 mysql://toy:${secret}@10.0.0.1/toy is up\n`);
  writeFileSync(join(folder, 'notes.bin'), 'mine');
  mkdirSync(join(folder, 'captures'));
  writeFileSync(join(folder, 'captures', 'toy-1.pcap'), 'packets');
  const path = join(reports, 'secret.tar.gz');
  const { masked, without, captures } = await bundleRun(folder, path);
  const contents = await contentsOf(path);
  for (const [name, text] of contents) expect(text, name).not.toContain(secret);
  expect(masked.map(({ file, times }) => [file, times])).toEqual([
    ['history.jsonl', 2],
    ['toy-1-toyd.log', 1],
  ]);
  expect(contents.get('secret/configuration/toy.txt')).toBe(
    'toy.cnf: db_password = ***\ntoy.cnf: nodes = 3\n',
  );
  expect(captures).toEqual(['captures/toy-1.pcap']);
  expect(contents.get('secret/captures/toy-1.pcap')).toBe('packets');
  expect(without.join('\n')).toContain('notes.bin');
  expect([...contents.keys()]).not.toContain('secret/notes.bin');
  const about = JSON.parse(contents.get('secret/bundle.json') ?? '');
  expect(about).toMatchObject({ masked, unmasked: captures, without });
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { configFiles } from './config-files.ts';

const base = mkdtempSync(join(tmpdir(), 'blackstart-test-'));
afterAll(() => rmSync(base, { recursive: true }));

function folder(name: string, ...files: readonly string[]): string {
  const path = join(base, name);
  for (const file of files) {
    mkdirSync(join(path, file, '..'), { recursive: true });
    writeFileSync(join(path, file), '');
  }
  return path;
}

test('a later folder adds files, and replaces those of the same name', () => {
  const own = folder('own', 'a.conf', 'parts/b.conf');
  const change = folder('change', 'parts/b.conf', 'c.conf');
  const config = { folder: own, overlays: [change], target: '/etc/db' };
  expect(
    configFiles(config).toSorted((one, other) => (one.target < other.target ? -1 : 1)),
  ).toEqual([
    { source: join(own, 'a.conf'), target: '/etc/db/a.conf' },
    { source: join(change, 'c.conf'), target: '/etc/db/c.conf' },
    { source: join(change, 'parts/b.conf'), target: '/etc/db/parts/b.conf' },
  ]);
});

test('a service without configuration has no files', () => {
  expect(configFiles(undefined)).toEqual([]);
});

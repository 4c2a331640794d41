import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readMutations } from './read-mutations.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'blackstart-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const MANIFEST = `effect: harmless
kind: capacity
did: Somebody doubles something.
costs: It is not used anyway.
source: https://example.org/
system: redis
scenarios: [redis-none]
`;

function write(text: string, files: 'files' | 'none'): () => unknown {
  mkdirSync(join(folder, 'mine', ...(files === 'files' ? ['files'] : [])), { recursive: true });
  writeFileSync(join(folder, 'mine', 'mutation.yaml'), text);
  return () => readMutations(folder);
}

test('a folder of one’s own is read as those that come along', () => {
  expect(write(MANIFEST, 'files')()).toMatchObject([
    { name: 'mine', effect: 'harmless', baseline: 'hardened', folder: join(folder, 'mine') },
  ]);
});

test.each<[string, string, 'files' | 'none', string]>([
  ['neither settings nor files', MANIFEST, 'none', 'found neither'],
  ['both', `${MANIFEST}settings: { topology: { a: 1 } }\n`, 'files', 'found both'],
  ['a harmful one without a measure', MANIFEST.replace('less', 'ful'), 'files', 'caughtBy'],
  ['a word that nobody knows', `${MANIFEST}cots: much\n`, 'files', '"cots"'],
  ['no YAML', 'did: [', 'files', 'expected a file that describes a mutation'],
])('%s is refused, by its file', (_, text, files, words) => {
  const read = write(text, files);
  expect(read).toThrow(words);
  expect(read).toThrow(join(folder, 'mine', 'mutation.yaml'));
});

test('a folder without any is told so', () => {
  expect(() => readMutations(folder)).toThrow(`found none in ${folder}`);
});

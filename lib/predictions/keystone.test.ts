import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { fixtureFolder } from '../core/package-folder.ts';
import { profileLayers } from '../core/profile.ts';
import { predictKeystoneSilence } from './keystone.ts';

const folder = mkdtempSync(join(tmpdir(), 'blackstart-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

const below = { databaseMs: 13_000, addressMs: 4_000 };
const hardened = [fixtureFolder('keystone'), ...profileLayers('hardened', 'keystone')];

/** The fixtures with a file of their own in keystone.conf.d. */
function withLines(name: string, ...lines: readonly string[]): readonly string[] {
  const layer = join(folder, name);
  mkdirSync(join(layer, 'keystone.conf.d'), { recursive: true });
  writeFileSync(join(layer, 'keystone.conf.d', 'zz.conf'), lines.join('\n'));
  return [...hardened, layer];
}

test('nothing ends the wait for an answer that can not come', () => {
  expect(predictKeystoneSilence(below).maxMs).toBe(Number.POSITIVE_INFINITY);
});

test('a query that was sent as the address moved is waited for after the database is back', () => {
  const { maxMs, parts } = predictKeystoneSilence(below, hardened);
  expect(parts.map(({ knob, maxMs: ms }) => [knob, ms])).toEqual([
    ['database and addresses', 13_000],
    ['read_timeout', 1_000],
    ['memcache_socket_timeout', 1_000],
    ['rise', 3_000],
    ['patience of a client', 5_000],
  ]);
  expect(maxMs).toBe(23_000);
});

test('the later of database and addresses counts, and what waits no longer than that costs nothing', () => {
  const slow = { ...below, databaseMs: 60_000 };
  expect(predictKeystoneSilence(slow, hardened).maxMs).toBe(69_000);
  const edge = { ...below, addressMs: 20_000 };
  expect(predictKeystoneSilence(edge, hardened).maxMs).toBe(39_000);
});

test('the last file wins', () => {
  const layers = withLines(
    'lax',
    '[database]',
    'connection_parameters = charset=utf8&read_timeout=30&write_timeout=10',
    '[cache]',
    'memcache_socket_timeout = 3.0',
  );
  expect(predictKeystoneSilence(below, layers).maxMs).toBe(13_000 + 21_000 + 3_000 + 8_000);
});

test('a value that is no time is named', () => {
  const layers = withLines('typo', 'connection_parameters = read_timeout=soon');
  expect(() => predictKeystoneSilence(below, layers)).toThrow(/read_timeout.*found 'soon'/);
});

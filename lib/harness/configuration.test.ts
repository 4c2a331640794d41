import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { ServicePlan } from '../core/topology.ts';
import { configurationOf } from './configuration.ts';

const base = mkdtempSync(join(tmpdir(), 'blackstart-test-'));
afterAll(() => rmSync(base, { recursive: true }));

function folder(name: string, files: Readonly<Record<string, string>>): string {
  mkdirSync(join(base, name));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(base, name, file), text);
  return join(base, name);
}

const machinesWith = (config: string, overlays: readonly string[] = []) => ({
  machines: ['toy-1', 'toy-2'].map((name) => ({ name, services: [service(config, overlays)] })),
});

const service = (config: string, overlays: readonly string[]): ServicePlan => ({
  name: 'toyd',
  system: 'toy',
  image: 'toy',
  port: 1,
  environment: () => ({}),
  config: { folder: config, overlays, target: '/etc/toy' },
  data: [],
  arguments: () => [],
  memoryMiB: 1,
});

const plain = folder('plain', {
  'toy.cnf': '# a comment\n\n[toy]\nwait = 5\n',
  'other.cnf': 'a=1\n',
});

test('the files of all machines are told once, without comments', () => {
  expect(configurationOf(machinesWith(plain)).configuration).toEqual({
    toy: ['/etc/toy/other.cnf: a=1', '/etc/toy/toy.cnf: [toy]', '/etc/toy/toy.cnf: wait = 5'],
  });
});

test('a digest is that of the contents, wherever they lie, and of no others', () => {
  const copy = folder('copy', {
    'toy.cnf': '# a comment\n\n[toy]\nwait = 5\n',
    'other.cnf': 'a=1\n',
  });
  const change = folder('change', { 'other.cnf': 'a=2\n' });
  const digests = [machinesWith(plain), machinesWith(copy), machinesWith(plain, [change])].map(
    (machines) => configurationOf(machines).versions['configuration toy'],
  );
  expect(digests[0]).toMatch(/^sha256 [0-9a-f]{12}$/);
  expect(digests[1]).toBe(digests[0]);
  expect(digests[2]).not.toBe(digests[0]);
});

test('secrets are not spread by reports', () => {
  const secrets = folder('secrets', {
    'a.cnf': [
      'wsrep_sst_auth = sst:hunter2',
      "CREATE USER keystone IDENTIFIED BY 'hunter2';",
      'password=hunter2',
      'requirepass hunter2',
      'connection = mysql+pymysql://keystone:hunter2@db:3306/keystone',
      'auth_pass: "hunter2"',
      'key_buffer_size = 8M',
      'net_ticktime = 60',
    ].join('\n'),
  });
  const { configuration } = configurationOf(machinesWith(secrets));
  const text = configuration['toy']?.join('\n') ?? '';
  expect(text).not.toContain('hunter2');
  expect(text).toContain('connection = mysql+pymysql://***@db:3306/keystone');
  expect(text).toContain('key_buffer_size = 8M');
  expect(text).toContain('net_ticktime = 60');
});

test('what it ran on is told', () => {
  expect(configurationOf({ machines: [] }).versions['machine']).toMatch(
    /^\d+ processors, [\d.]+ GiB$/,
  );
});

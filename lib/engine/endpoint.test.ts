import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { resolveEndpoint } from './endpoint.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'blackstart-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function writeContext(name: string, host: string): void {
  const meta = join(folder, 'contexts', 'meta', createHash('sha256').update(name).digest('hex'));
  mkdirSync(meta, { recursive: true });
  const description = { Name: name, Endpoints: { docker: { Host: host } } };
  writeFileSync(join(meta, 'meta.json'), JSON.stringify(description));
}

test('DOCKER_HOST wins over everything', () => {
  const env = { DOCKER_HOST: 'tcp://engine.example:2375', DOCKER_CONTEXT: 'other' };
  expect(resolveEndpoint(env)).toMatchObject({
    source: 'DOCKER_HOST',
    host: env.DOCKER_HOST,
    explicit: true,
  });
});

test('the current context of the Docker configuration is used', () => {
  writeContext('lab', 'ssh://lab.example');
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ currentContext: 'lab' }));
  expect(resolveEndpoint({ DOCKER_CONFIG: folder })).toMatchObject({
    source: 'context lab',
    host: 'ssh://lab.example',
    explicit: true,
  });
});

test('without a choice it is the default socket, which nobody chose', () => {
  expect(resolveEndpoint({ DOCKER_CONFIG: folder })).toMatchObject({
    host: 'unix:///var/run/docker.sock',
    explicit: false,
  });
});

test('a context that is not described is named', () => {
  expect(() => resolveEndpoint({ DOCKER_CONFIG: folder, DOCKER_CONTEXT: 'gone' })).toThrow(
    "'gone'",
  );
});

test('a DOCKER_HOST without a scheme is refused by name', () => {
  expect(() => resolveEndpoint({ DOCKER_HOST: 'engine:2375' })).toThrow("found 'engine:2375'");
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fixtureFolder } from '../core/package-folder.ts';
import { predictRedisLoss, predictRedisLossWindow } from './redis.ts';

function inFolder<T>(files: Readonly<Record<string, string>>, look: (config: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'blackstart-test-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  try {
    return look(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('without settings, the defaults of Sentinel predict 29 s to 35 s', () => {
  const predicted = inFolder({ 'sentinel.conf': '' }, (config) => predictRedisLoss({ config }));
  expect(predicted).toMatchObject({ minMs: 29_000, maxMs: 35_000, lostElectionMs: 360_000 });
});

test('the knobs of the configuration move their parts, and the last line wins', () => {
  const files = {
    'sentinel.conf':
      'sentinel down-after-milliseconds mymaster 5000\nsentinel failover-timeout mymaster 10000\n',
    'sentinel-quick.conf': 'sentinel down-after-milliseconds mymaster 2000\n',
  };
  expect(inFolder(files, (config) => predictRedisLoss({ config }))).toMatchObject({
    minMs: 1_000,
    maxMs: 7_000,
    lostElectionMs: 20_000,
  });
});

test('a value that is no number is named', () => {
  const files = { 'sentinel.conf': 'sentinel down-after-milliseconds mymaster 5s\n' };
  expect(() => inFolder(files, (config) => predictRedisLoss({ config }))).toThrow(
    "expected a whole number, found '5s'",
  );
});

test('a primary without min-replicas acknowledges for as long as it is cut off', () => {
  expect(predictRedisLossWindow()).toMatchObject({ maxMs: Number.POSITIVE_INFINITY });
});

test('min-replicas-max-lag bounds for how long a primary that is cut off acknowledges', () => {
  const overlays = [fixtureFolder('variants/redis-min-replicas')];
  expect(predictRedisLossWindow({ overlays })).toMatchObject({ maxMs: 12_000 });
});

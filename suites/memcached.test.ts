import { expect, test } from 'vitest';
import type { Report } from '../lib/index.ts';
import {
  memcachedKeepsDeadHosts,
  memcachedLosses,
  memcachedNone,
  memcachedReturns,
} from './memcached.ts';
import { expectFailure, expectPass } from './support/claims.ts';

/** What a measure found first; undefined where it found nothing for certain. */
function firstValue({ measurements }: Report, name: string): number | undefined {
  const found = measurements.find(({ measure }) => measure.name === name)?.findings[0];
  return found?.status === 'known' ? found.value : undefined;
}

test('a memcached that is lost costs entries and no more than the predicted stall', async () => {
  const report = await expectPass(memcachedLosses);
  expect(firstValue(report, 'cache-misses')).toBeGreaterThan(0);
});

test('clients that keep a dead host stall for as long as it is away', async () => {
  const report = await expectFailure(memcachedKeepsDeadHosts, 'rto.all');
  expect(firstValue(report, 'rto.all')).toBeGreaterThan(5_000);
});

test('a memcached that was cut off answers old entries when its clients take it back', async () => {
  const report = await expectFailure(memcachedReturns, 'stale-reads');
  expect(firstValue(report, 'stale-reads')).toBeGreaterThan(0);
});

test('where nothing is broken, nothing is away, missed or old', () => expectPass(memcachedNone));

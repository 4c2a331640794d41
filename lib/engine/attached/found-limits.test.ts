import { expect, test } from 'vitest';
import { sameLimits } from './found-limits.ts';

const none = { nanoCpus: 0, cpuQuota: 0, cpuPeriod: 0, memory: 0, memorySwap: 0 };
const TOTAL = 8 * 2 ** 30;

test('what the engine holds after a limit was taken away is what it held before', () => {
  const lifted = { ...none, cpuQuota: -1, cpuPeriod: 100_000, memory: TOTAL, memorySwap: -1 };
  expect(sameLimits(lifted, none, TOTAL)).toBe(true);
});

test.each([
  ['a tenth of a processor', { cpuQuota: 10_000, cpuPeriod: 100_000 }],
  ['half a processor', { nanoCpus: 5e8 }],
  ['64 MiB', { memory: 64 * 2 ** 20 }],
])('%s is a limit', (_, limits) => {
  expect(sameLimits({ ...none, ...limits }, none, TOTAL)).toBe(false);
});

test('a number of processors is the same as the quota that it stands for', () => {
  const quota = { ...none, cpuQuota: 50_000, cpuPeriod: 100_000 };
  expect(sameLimits(quota, { ...none, nanoCpus: 5e8 }, TOTAL)).toBe(true);
});

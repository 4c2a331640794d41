import { expect, test } from 'vitest';
import { predictMemcachedLoss } from './memcached.ts';

const hashClient = { retryAttempts: 2, retryTimeoutMs: 1_000, socketTimeoutMs: 1_000 };
const pool = { retryAttempts: 0, retryTimeoutMs: 0, socketTimeoutMs: 1_000 };

test('a client that tries twice again fails four times, and waits twice', () => {
  const pace = { host: 'silent', askedEveryMs: 0 } as const;
  expect(predictMemcachedLoss(hashClient, pace)).toMatchObject({ minMs: 6_000, maxMs: 6_000 });
  const soon = { ...pace, host: 'refuses' } as const;
  expect(predictMemcachedLoss(hashClient, soon)).toMatchObject({ minMs: 2_000, maxMs: 2_000 });
});

test('a client that does not try again fails once', () => {
  const predicted = predictMemcachedLoss(pool, { host: 'silent', askedEveryMs: 0 });
  expect(predicted).toMatchObject({ minMs: 1_000, maxMs: 1_000, againMs: 1_000 });
});

test('each failure, and the end of it, waits for the next need of that host', () => {
  const predicted = predictMemcachedLoss(hashClient, { host: 'refuses', askedEveryMs: 500 });
  expect(predicted).toMatchObject({ minMs: 2_000, maxMs: 4_500 });
});

test('a host that is tried while it is still away costs three failures and one wait', () => {
  const predicted = predictMemcachedLoss(hashClient, { host: 'silent', askedEveryMs: 100 });
  expect(predicted.againMs).toBe(3 * 1_100 + 1_000);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seconds } from './duration.ts';

test('seconds with decimals are the milliseconds that a person means', () => {
  expect(seconds(65.1)).toBe(65_100);
  expect(seconds(0.0005)).toBe(0.5);
});

test('milliseconds come back from seconds as they were', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 600_000 }), (ms) => seconds(ms / 1_000) === ms));
});

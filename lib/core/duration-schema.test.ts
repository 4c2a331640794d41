import fc from 'fast-check';
import { expect, test } from 'vitest';
import { duration, parseDuration, signedDuration, writeDuration } from './duration-schema.ts';

test.each([
  ['10s', 10_000],
  ['250ms', 250],
  ['0.5s', 500],
  ['1.1s', 1_100],
  ['2m', 120_000],
  ['2min', 120_000],
  ['1m30s', 90_000],
  ['1h 5m', 3_900_000],
  ['1 s', 1_000],
  [1_500, 1_500],
  [0, 0],
])('%j is %d ms', (written, ms) => expect(duration.parse(written)).toBe(ms));

test.each(['', 's', '10', '10 seconds', '1s1', '-1s', -1, Number.NaN, null, true])(
  '%j is no duration',
  (written) => expect(duration.safeParse(written).success).toBe(false),
);

test('one that may lead backwards says so by its sign', () => {
  expect(signedDuration.parse('-1m30s')).toBe(-90_000);
  expect(signedDuration.parse(-5)).toBe(-5);
});

test('what is written is read as the same number', () => {
  const numbers = fc.oneof(
    fc.maxSafeInteger(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  );
  fc.assert(
    fc.property(numbers, (ms) => {
      expect(parseDuration(writeDuration(ms))).toBe(ms);
      expect(signedDuration.parse(writeDuration(ms))).toBe(ms);
    }),
  );
});

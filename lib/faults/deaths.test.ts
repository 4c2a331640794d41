import { expect, test } from 'vitest';
import type { Clock } from '../core/clock.ts';
import { watchingDeaths } from './deaths.ts';

const ORDERED_AT = 1_000;
const DONE_AT = 1_040;

/** A clock that shows when the order was given, and then when it was carried out. */
function twoTimes(): Clock {
  const times = [ORDERED_AT, DONE_AT];
  return { now: () => times.shift() ?? DONE_AT } as Clock;
}

const dying = (seenAt: number | undefined) => ({
  watchDeath: async () => ({
    seen: async () => seenAt,
    [Symbol.asyncDispose]: async () => undefined,
  }),
});

const instantOf = (...seenAt: readonly (number | undefined)[]) =>
  watchingDeaths(seenAt.map(dying), twoTimes(), async () => undefined);

test('deaths that were seen: from the first to the last', async () => {
  expect(await instantOf(1_010, 1_013)).toEqual({
    at: 1_010,
    uncertaintyMs: 3,
    orderedAt: ORDERED_AT,
  });
});

test('a death that nobody could see: from the order until it was carried out', async () => {
  expect(await instantOf(1_010, undefined)).toEqual({
    at: ORDERED_AT,
    uncertaintyMs: DONE_AT - ORDERED_AT,
    orderedAt: ORDERED_AT,
  });
});

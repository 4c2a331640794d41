import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../core/errors.ts';
import { fewest } from './fewer-blows.ts';
import { parseRepeats, repeated } from './repeats.ts';
import { shortest } from './shortest.ts';

const items = fc
  .integer({ min: 1, max: 9 })
  .map((count) => Array.from({ length: count }).keys().toArray());

describe('of what shows something, what is left', () => {
  test('shows it, and without any one item it does not', async () => {
    await fc.assert(
      fc.asyncProperty(items, fc.array(fc.nat(8), { maxLength: 4 }), async (all, picked) => {
        const needed = new Set(picked.filter((item) => item < all.length));
        const shows = async (part: readonly number[]) =>
          [...needed].every((item) => part.includes(item));
        const left = await fewest(all, shows);
        expect(new Set(left)).toEqual(needed.size === 0 ? new Set(left.slice(0, 1)) : needed);
      }),
    );
  });

  test('is one-minimal and in order, also where any of several parts shows it', async () => {
    await fc.assert(
      fc.asyncProperty(
        items,
        fc.array(fc.uniqueArray(fc.nat(8), { minLength: 1, maxLength: 3 }), { minLength: 1 }),
        async (all, causes) => {
          const possible = causes.filter((cause) => cause.every((item) => item < all.length));
          fc.pre(possible.length > 0);
          const holds = (part: readonly number[]) =>
            possible.some((cause) => cause.every((item) => part.includes(item)));
          const left = await fewest(all, async (part) => holds(part));
          expect(holds(left)).toBe(true);
          expect(left).toEqual(left.toSorted((one, other) => one - other));
          if (left.length > 1) {
            for (const item of left) expect(holds(left.filter((one) => one !== item))).toBe(false);
          }
        },
      ),
    );
  });
});

test('the shortest time shows it, and is at most a quarter longer than needed', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 600, max: 60_000 }),
      fc.integer({ min: 1, max: 60_000 }),
      async (lastsMs, wantedMs) => {
        const neededMs = Math.min(lastsMs, wantedMs);
        let tries = 0;
        const found = await shortest(lastsMs, async (tried) => {
          tries += 1;
          return tried >= neededMs;
        });
        expect(found).toBeGreaterThanOrEqual(neededMs);
        expect(found).toBeLessThanOrEqual(Math.max(500, neededMs * 1.25 + 200));
        expect(tries).toBeLessThanOrEqual(8);
      },
    ),
  );
});

describe('k of n', () => {
  test('runs no more than it takes to know', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.boolean(), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 6 }),
        async (shows, wanted) => {
          const needed = Math.min(wanted, shows.length);
          const { shown, runs, enough } = await repeated(
            { needed, runs: shows.length },
            async (repeat) => shows[repeat] ?? false,
          );
          const all = shows.filter(Boolean).length;
          expect(enough).toBe(all >= needed ? 'yes' : 'no');
          expect(shown).toBe(shows.slice(0, runs).filter(Boolean).length);
          if (runs < shows.length) {
            expect(shown === needed || shown + shows.length - runs < needed).toBe(true);
          }
        },
      ),
    );
  });

  test.each([
    ['2', { needed: 2, runs: 2 }],
    ['1/3', { needed: 1, runs: 3 }],
  ])('%s is read', (text, repeats) => expect(parseRepeats(text)).toEqual(repeats));

  test.each(['0', '3/2', 'x', '1/', '-1', '1.5'])('%s is refused', (text) =>
    expect(() => parseRepeats(text)).toThrow(UsageError),
  );
});

import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../core/random.ts';
import type { Trial } from '../../statistics/sample.ts';
import { driftsOf } from './drift.ts';
import { rules } from './rules.ts';

const times = <T>(count: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => make(index));

const known = (value: number, resolution = 0): Trial => ({ kind: 'known', value, resolution });
const never: Trial = { kind: 'censored', atLeast: 60_000 };
const unknown: Trial = { kind: 'unknown', reason: 'in doubt' };

/** Draws from a distribution by its quantile function. */
type Distribution = (u: number) => Trial;

const distributions: Readonly<Record<string, Distribution>> = {
  uniform: (u) => known(1_000 + 9_000 * u),
  'heavy-tailed': (u) => known(100 / (1 - u) ** 2),
  'two humps': (u) => known(u < 0.5 ? 1_000 + u : 8_000 + u),
  'few values, so that most are tied': (u) => known(1_000 * Math.ceil(3 * u)),
  'one in five never comes back': (u) => (u < 0.2 ? never : known(1_000 + 9_000 * u)),
};

describe('a page where nothing drifts', () => {
  const PAGES = 200;
  const SERIES = 10;
  const RUNS = rules.comparedValues;

  test.each(Object.entries(distributions))(
    '%s: is marked no more often than is said',
    (_, draw) => {
      const random = seededRandom(1, 'drift');
      const page = () => times(SERIES, () => times(RUNS, () => draw(random.next())));
      const marked = times(PAGES, () => driftsOf(page()).found.some((one) => one !== undefined));
      const share = marked.filter(Boolean).length / PAGES;
      const slack = 4 * Math.sqrt((rules.driftLevel * (1 - rules.driftLevel)) / PAGES);
      expect(share).toBeLessThan(rules.driftLevel + slack);
    },
  );

  test('so does one whose series are all the same, as clocks of one outage nearly are', () => {
    const random = seededRandom(2, 'drift');
    const page = () => {
      const one = times(RUNS, () => known(random.next()));
      return times(SERIES, () => one);
    };
    const marked = times(PAGES, () => driftsOf(page()).found.some((one) => one !== undefined));
    expect(marked.filter(Boolean).length / PAGES).toBeLessThan(rules.driftLevel);
  });
});

describe('what drifts is marked', () => {
  /** Values about a median, by a tenth of it up or down. */
  const about = (median: number, count: number, seed: number): readonly Trial[] => {
    const random = seededRandom(seed, `about ${median}`);
    return times(count, () => known(median * (0.9 + 0.2 * random.next()), 10));
  };

  test('slower by half, among 300 series that stay', () => {
    const still = times(300, (seed) => about(5_000, 30, seed));
    const slower = [...about(5_000, 24, 1), ...about(7_500, 6, 2)];
    const { found, tests } = driftsOf([slower, ...still]);
    expect(tests).toBe(301 * rules.recentValues.length);
    expect(found[0]).toMatchObject({ direction: 'slower', recent: { n: 6 }, earlier: { n: 24 } });
    expect(found.slice(1).filter((one) => one !== undefined)).toEqual([]);
  });

  test.each([
    [0, undefined],
    [6, 'slower'],
    [7, 'slower'],
    [9, 'slower'],
    [11, 'slower'],
    [15, 'slower'],
    [18, 'slower'],
  ])('by half, %i runs ago, among 100 that stay: %s', (age, direction) => {
    const still = times(100, (seed) => about(5_000, 30, seed));
    const shifted = [...about(5_000, 30 - age, 3), ...about(7_500, age, 4)];
    expect(driftsOf([shifted, ...still]).found[0]?.direction).toBe(direction);
  });

  test('faster by half', () => {
    const faster = [...about(5_000, 24, 1), ...about(2_500, 6, 2)];
    expect(driftsOf([faster]).found[0]?.direction).toBe('faster');
  });

  test('what no longer comes back is slower', () => {
    const gone = [...about(5_000, 24, 1), ...times(6, () => never)];
    expect(driftsOf([gone]).found[0]?.direction).toBe('slower');
  });

  test('what comes back at last is faster', () => {
    const back = [...times(24, () => never), ...about(5_000, 6, 1)];
    expect(driftsOf([back]).found[0]?.direction).toBe('faster');
  });

  test('runs in doubt lie between the values, and are none', () => {
    const slower = [...about(5_000, 24, 1), ...about(7_500, 6, 2)];
    const mixed = slower.flatMap((trial) => [trial, unknown]);
    expect(driftsOf([mixed]).found).toEqual(driftsOf([slower]).found);
  });
});

describe('what does not matter, or is not known, is not marked', () => {
  const step = (before: number, after: number, resolution: number): readonly Trial[] => [
    ...times(24, (index) => known(before + index / 100, resolution)),
    ...times(6, (index) => known(after + index / 100, resolution)),
  ];

  test('a shift of less than a tenth, however sure', () => {
    expect(driftsOf([step(5_000, 5_400, 1)]).found).toEqual([undefined]);
    expect(driftsOf([step(5_000, 5_600, 1)]).found[0]?.direction).toBe('slower');
  });

  test('a shift within the resolution', () => {
    expect(driftsOf([step(100, 180, 100)]).found).toEqual([undefined]);
    expect(driftsOf([step(100, 210, 100)]).found[0]?.direction).toBe('slower');
  });

  test('values that are all the same are not tested, and take nothing from what others prove', () => {
    const nobodyAway = times(5_000, () => times(30, () => known(0)));
    const { found, tests } = driftsOf([step(5_000, 7_500, 1), ...nobodyAway]);
    expect(tests).toBe(rules.recentValues.length);
    expect(found[0]?.direction).toBe('slower');
  });

  test('too few values are not tested', () => {
    const few = [...times(7, () => known(1)), ...times(6, () => known(9_000))];
    expect(driftsOf([few])).toEqual({ found: [undefined], tests: 0 });
    const enough = [known(1), ...few];
    expect(driftsOf([enough]).found[0]?.direction).toBe('slower');
  });
});

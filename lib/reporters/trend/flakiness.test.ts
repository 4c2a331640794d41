import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../core/random.ts';
import type { VerdictKind } from '../../core/verdict.ts';
import { chanceToBeMarked, steadinessOf } from './flakiness.ts';
import { rules } from './rules.ts';

const times = <T>(count: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** Runs that fail by chance. */
function failing(q: number, count: number, seed: number): readonly VerdictKind[] {
  const random = seededRandom(seed, 'flakiness');
  return times(count, () => (random.next() < q ? 'fail' : 'pass'));
}

describe('flaky is what both passed and failed', () => {
  test.each<[string, readonly VerdictKind[], boolean]>([
    ['once each', ['pass', 'fail'], true],
    ['only passed', times(50, () => 'pass'), false],
    ['only failed', times(50, () => 'fail'), false],
    ['passed, or could not be told', ['pass', 'unknown', 'error', 'skipped', 'pass'], false],
    ['failed, or could not be told', ['fail', 'unknown', 'fail'], false],
    ['nothing at all', [], false],
    ['failed once, within the last runs', ['fail', ...times(19, () => 'pass' as const)], true],
    ['failed once, before those', ['fail', ...times(20, () => 'pass' as const)], false],
  ])('%s', (_, verdicts, isFlaky) => {
    expect(steadinessOf(verdicts).isFlaky).toBe(isFlaky);
  });

  test('what could not be told takes nobody else out of the window', () => {
    const unknown = times(100, () => 'unknown' as const);
    expect(steadinessOf(['fail', ...unknown, 'pass']).isFlaky).toBe(true);
  });
});

test('how often it fails has the bound that so many runs give', () => {
  const { failed } = steadinessOf(['pass', 'unknown', 'fail', 'pass', 'pass']);
  expect(failed).toMatchObject({ failures: 1, n: 4, confidence: 0.95 });
  expect(failed.lower).toBeCloseTo(0.0063, 4);
  expect(failed.upper).toBeCloseTo(0.8059, 4);
});

describe('the chance that is stated', () => {
  const SEEDS = 4_000;
  test.each([0.02, 0.1, 0.3, 0.5, 0.9])('is how often cells that fail with %s are marked', (q) => {
    const said = chanceToBeMarked(q, rules.flakyRuns);
    const marked = times(SEEDS, (seed) => steadinessOf(failing(q, rules.flakyRuns, seed)).isFlaky);
    const found = marked.filter(Boolean).length / SEEDS;
    expect(Math.abs(found - said)).toBeLessThan(4 * Math.sqrt((said * (1 - said)) / SEEDS) + 1e-9);
  });

  test('is nothing for what its set-up decides', () => {
    expect([chanceToBeMarked(0, 20), chanceToBeMarked(1, 20)]).toEqual([0, 0]);
  });
});

import { expect, test } from 'vitest';
import { inWords } from './in-words.ts';
import { literalTrials } from './literal-trials.ts';
import { percentAtLeast, percentAtMost } from './percent.ts';
import { summarizeTrials } from './summarize-trials.ts';

test.each([
  [[6_200], '6.20 s (n = 1: one trial proves little)'],
  [['> 60000'], '> 60.00 s (n = 1, 1 censored: one trial proves little)'],
  [[6_200, 'not steady'], '6.20 s (n = 1: one trial proves little; 1 unknown: not steady)'],
  [['not steady', 'no read'], 'unknown (n = 0; 2 unknown: no read; not steady)'],
  [[], 'unknown (n = 0)'],
  [
    [6_000, 7_000, 8_000],
    'median 7.00 s, maximum 8.00 s, the median in 6.00 s to 8.00 s with 75 % confidence only: 3 trials cannot give 95 % (n = 3)',
  ],
  [
    [1_000, 2_000, 3_000, 4_000, 5_000, 6_000, 7_000],
    'median 4.00 s, maximum 7.00 s, the median in 1.00 s to 7.00 s with 98.4 % confidence (n = 7)',
  ],
  [
    [6_200, 7_000, '> 60000', '> 60000', '> 60000', '> 60000', 'not steady'],
    'median > 60.00 s, maximum > 60.00 s, the median at least 6.20 s with 96.8 % confidence (n = 6, 4 censored; 1 unknown: not steady)',
  ],
  [
    [3, 100, '> 60'],
    'median 60 ms to 100 ms, maximum > 100 ms, the median at least 3 ms with 75 % confidence only: 3 trials cannot give 95 % (n = 3, 1 censored)',
  ],
])('%j in words', (trials, words) => {
  expect(inWords(summarizeTrials(literalTrials(...trials)))).toBe(words);
});

test('a known resolution stands beside the number', () => {
  const summary = summarizeTrials([{ kind: 'known', value: 6_200, resolution: 100 }]);
  expect(inWords(summary)).toBe('6.20 s ± 100 ms (n = 1: one trial proves little)');
});

test('a count has its own words', () => {
  const summary = summarizeTrials(literalTrials('> 3'));
  expect(inWords(summary, { unit: 'count' })).toBe(
    'at least 3 (n = 1, 1 censored: one trial proves little)',
  );
});

test.each([
  [0, '0 %', '0 %'],
  [0.07, '7 %', '7 %'],
  [0.29, '29 %', '29 %'],
  [0.258866, '25.8 %', '25.9 %'],
  [0.99998, '99.9 %', '100 %'],
  [0.000_299_6, '0.0299 %', '0.03 %'],
  [1, '100 %', '100 %'],
])('%d is rounded to the safe side', (probability, atLeast, atMost) => {
  expect([percentAtLeast(probability), percentAtMost(probability)]).toEqual([atLeast, atMost]);
});

import { expect, test } from 'vitest';
import { defaultMargin, describeMargin, parseMargin, withMargin } from './margin.ts';

test('a tenth or half a second, whichever is more', () => {
  expect([0, 1_000, 5_000, 20_000].map((time) => withMargin(defaultMargin, time))).toEqual([
    500, 1_500, 5_500, 22_000,
  ]);
  for (const margin of [defaultMargin, { share: 0, ms: 500 }]) {
    expect(withMargin(margin, Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
  }
  expect(describeMargin(defaultMargin)).toBe('10 % or 500 ms, whichever is more');
});

test.each([
  ['20%', { share: 0.2, ms: 0 }, '20 %'],
  ['1.5s', { share: 0, ms: 1_500 }, '1.50 s'],
  ['5 %, 250ms', { share: 0.05, ms: 250 }, '5 % or 250 ms, whichever is more'],
])('%s', (text, margin, words) => {
  expect(parseMargin(text)).toEqual(margin);
  expect(describeMargin(parseMargin(text))).toBe(words);
});

test.each(['', '10', '10%,5%', '1s,500ms', '-5%', 'much'])("'%s' is refused", (text) => {
  expect(() => parseMargin(text)).toThrow(`found '${text}'`);
});

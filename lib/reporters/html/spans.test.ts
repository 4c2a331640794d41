import { expect, test } from 'vitest';
import { type Sample, spansOf } from './spans.ts';

const everyMs = 100;
const primary = (t: number): Sample => ({ t, look: 'primary', label: 'primary' });
const gone = (t: number): Sample => ({ t, look: 'unreachable', label: 'unreachable' });

test('samples that say the same are one stretch, which holds until the next says otherwise', () => {
  const samples = [primary(0), primary(100), gone(250), gone(350), primary(400)];
  expect(spansOf(samples, { everyMs, shortestMs: 0 })).toEqual([
    { from: 0, to: 250, look: 'primary', label: 'primary' },
    { from: 250, to: 400, look: 'unreachable', label: 'unreachable' },
    { from: 400, to: 500, look: 'primary', label: 'primary' },
  ]);
});

test('a long silence is not observed, and not what was said before it', () => {
  expect(spansOf([primary(0), primary(9_000)], { everyMs, shortestMs: 0 })).toEqual([
    { from: 0, to: 100, look: 'primary', label: 'primary' },
    { from: 9_000, to: 9_100, look: 'primary', label: 'primary' },
  ]);
});

test('a page of a long run leaves out brief healthy stretches, but never an unreachable one', () => {
  const replica: Sample = { t: 100, look: 'replica', label: 'replica' };
  const samples = [primary(0), replica, primary(200), gone(3_000), primary(3_100), primary(6_000)];
  expect(spansOf(samples, { everyMs, shortestMs: 2_000 })).toEqual([
    { from: 0, to: 3_000, look: 'primary', label: 'primary' },
    { from: 3_000, to: 3_100, look: 'unreachable', label: 'unreachable' },
    { from: 3_100, to: 6_100, look: 'primary', label: 'primary' },
  ]);
});

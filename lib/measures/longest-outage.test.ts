import { expect, test } from 'vitest';
import {
  blowAt,
  goodProbes,
  type LiteralProbe,
  literalHistory,
  probeEvents,
} from './literal-history.ts';
import { longestOutage } from './longest-outage.ts';

const F = 1_000;

const measure = (probes: readonly LiteralProbe[], blows = [blowAt(F)]) =>
  longestOutage.of(literalHistory([...blows, ...probeEvents(probes)]));

const failing = (from: number, to: number) =>
  goodProbes(from, to).map((probe) => ({ ...probe, type: 'fail' as const }));

test('the return costs more than the loss: the longer of the two counts, by its own length', () => {
  const [found] = measure([
    ...goodProbes(0, 1_100),
    ...failing(1_100, 1_300),
    ...goodProbes(1_300, 4_000),
    ...failing(4_000, 4_600),
    ...goodProbes(4_600, 7_000),
  ]);
  expect(found).toMatchObject({
    status: 'known',
    value: 605,
    resolution: 101,
    note: 'from 3.00 s after the blow, the longest of 2',
  });
});

test('what begins after the next blow is that one’s', () => {
  const blows = [blowAt(F), { ...blowAt(4_000), index: 1 }];
  const probes = [
    ...goodProbes(0, 1_100),
    ...failing(1_100, 1_300),
    ...goodProbes(1_300, 4_100),
    ...failing(4_100, 4_700),
    ...goodProbes(4_700, 7_000),
  ];
  expect(measure(probes, blows)).toMatchObject([{ value: 205 }, { value: 605 }]);
});

test('a probe in flight counts from the blow on: what came before was not its doing', () => {
  const [found] = measure([...goodProbes(0, 900), { due: 950 }, ...goodProbes(1_500, 4_000)]);
  expect(found).toMatchObject({ status: 'known', value: 505 });
});

test('where no probe fails it is 0, and where nobody asked any more it is unknown', () => {
  expect(measure(goodProbes(0, 4_000))).toMatchObject([{ status: 'known', value: 0 }]);
  expect(measure(goodProbes(0, 1_500))).toMatchObject([{ status: 'unknown' }]);
});

test('one that was not over may yet be the longest: at least what was seen', () => {
  const [found] = measure([
    ...goodProbes(0, 1_100),
    ...failing(1_100, 1_900),
    ...goodProbes(1_900, 4_000),
    ...failing(4_000, 4_300),
  ]);
  expect(found).toMatchObject({ status: 'censored', atLeast: 805 });
});

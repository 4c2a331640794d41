import { expect, test } from 'vitest';
import {
  blowAt,
  goodProbes,
  type LiteralProbe,
  literalHistory,
  probeEvents,
} from './literal-history.ts';
import { longestOutage } from './longest-outage.ts';
import { rtoAll, rtoAny } from './rto.ts';

const F = 1_000;

/** The finding of a run whose blow fell at 1 s. */
function measure(probes: readonly LiteralProbe[], clock = rtoAll) {
  const history = literalHistory([blowAt(F), ...probeEvents(probes)]);
  const [finding] = clock.of(history);
  return finding;
}

test('where no probe fails, recovery time is 0', () => {
  expect(measure(goodProbes(0, 4_000))).toMatchObject({ status: 'known', value: 0 });
});

test('recovery is the completion of the first probe of the stretch that stays good', () => {
  const outage = [1_100, 1_200, 1_300].map((due) => ({ due, after: 20, type: 'fail' as const }));
  const found = measure([...goodProbes(0, 1_100), ...outage, ...goodProbes(1_400, 4_000)]);
  expect(found).toMatchObject({ status: 'known', value: 405, resolution: 101 });
});

test('what failed within the uncertainty of the next blow is its doing, not that of the one before', () => {
  const next = 5_000;
  const met = { due: next - 50, after: 40, type: 'info' as const };
  const probes = [...goodProbes(0, 4_950), met, ...goodProbes(5_200, 9_000)];
  const histories = [20, 5].map((uncertaintyMs) =>
    literalHistory([blowAt(F), blowAt(next, 1, uncertaintyMs), ...probeEvents(probes)]),
  );
  const values = histories.map((history) =>
    [rtoAll, longestOutage].map(({ of }) =>
      of(history).map((found) => found.status === 'known' && found.value),
    ),
  );
  expect(values).toEqual([
    [
      [0, 215],
      [0, 215],
    ],
    [
      [4_205, 0],
      [255, 0],
    ],
  ]);
});

test('what failed since the next blow was ordered is its doing, and begins its recovery time', () => {
  const next = 5_000;
  const met = { due: next - 50, after: 30, type: 'fail' as const };
  const probes = [...goodProbes(0, 4_950), met, ...goodProbes(5_200, 9_000)];
  const [first, second] = [undefined, next - 60].map((orderedAt) => {
    const blow = { ...blowAt(next, 1), ...(orderedAt === undefined ? {} : { orderedAt }) };
    const history = literalHistory([blowAt(F), blow, ...probeEvents(probes)]);
    return rtoAll.of(history).map((found) => found.status === 'known' && found.value);
  });
  expect(first).toEqual([4_205, 0]);
  expect(second).toEqual([0, 225]);
});

test('a load that was stopped soon after a blow says nothing of it, though another blow follows', () => {
  const loads = [
    { t: 1_200, type: 'load', workload: 'set', stage: 'ends' },
    { t: 8_000, type: 'load', workload: 'set', stage: 'begins' },
  ] as const;
  const probes = [...goodProbes(0, 1_200), ...goodProbes(8_000, 15_000)];
  const history = literalHistory([
    ...[blowAt(F), blowAt(10_000, 1)],
    ...loads,
    ...probeEvents(probes),
  ]);
  const found = [rtoAll, longestOutage].map(({ of }) => of(history).map(({ status }) => status));
  expect(found).toEqual([
    ['unknown', 'known'],
    ['unknown', 'known'],
  ]);
});

test('an acknowledgement in flight at the blow is no recovery', () => {
  const inFlight = { due: 950, after: 100 };
  const failing = { due: 1_100, after: 20, type: 'info' as const };
  const found = measure([...goodProbes(0, 900), inFlight, failing, ...goodProbes(2_000, 4_000)]);
  expect(found).toMatchObject({ status: 'known', value: 1_005 });
});

test('a probe in flight at the blow that is never answered begins the outage', () => {
  const found = measure([...goodProbes(0, 900), { due: 950 }, ...goodProbes(1_500, 4_000)]);
  expect(found).toMatchObject({ status: 'known', value: 505 });
});

test('a single good answer in the midst of an outage is no recovery', () => {
  const fails = (due: number) => ({ due, after: 20, type: 'fail' as const });
  const found = measure([
    ...goodProbes(0, 1_100),
    fails(1_100),
    { due: 1_200, after: 5 },
    fails(1_900),
    ...goodProbes(2_000, 4_000),
  ]);
  expect(found).toMatchObject({ status: 'known', value: 1_005 });
});

test('an answer after its deadline is not good, though it is ok', () => {
  const late = { due: 1_100, after: 501 };
  const found = measure([...goodProbes(0, 1_100), late, ...goodProbes(1_200, 4_000)]);
  expect(found).toMatchObject({ status: 'known', value: 205 });
});

test('what fails after the stretch is not this blow’s doing', () => {
  const noise = { due: 3_950, after: 20, type: 'fail' as const };
  const outage = { due: 1_100, after: 20, type: 'fail' as const };
  const found = measure([...goodProbes(0, 1_100), outage, ...goodProbes(1_200, 3_900), noise]);
  expect(found).toMatchObject({ status: 'known', value: 205 });
});

test('a probe that the next blow met in time is that one’s, one that was overdue is not', () => {
  const lost = (due: number) =>
    rtoAll.of(
      literalHistory([
        blowAt(F),
        blowAt(9_000, 1),
        ...probeEvents([...goodProbes(0, 8_000), { due }, ...goodProbes(9_500, 13_000)]),
      ]),
    );
  expect(lost(8_950)).toMatchObject([{ value: 0 }, { value: 505 }]);
  expect(lost(8_450)).toMatchObject([{ value: 8_505 }, { value: 505 }]);
});

test('what fails after the next blow is not the first one’s doing', () => {
  const failing = { due: 3_100, after: 20, type: 'fail' as const };
  const probes = [...goodProbes(0, 3_100), failing, ...goodProbes(3_200, 6_000)];
  const history = literalHistory([blowAt(F), blowAt(3_000, 1), ...probeEvents(probes)]);
  expect(rtoAll.of(history)).toMatchObject([{ value: 0 }, { value: 205 }]);
});

test('a cluster that never returns has no recovery time of 0 but a censored one', () => {
  const dead = [1_100, 2_000, 3_000].map((due) => ({ due, after: 20, type: 'fail' as const }));
  const found = measure([...goodProbes(0, 1_100), ...dead]);
  expect(found).toMatchObject({ status: 'censored', atLeast: 2_000 });
});

test('a recording that ends within the stability window proves no recovery', () => {
  const outage = { due: 1_100, after: 20, type: 'fail' as const };
  const found = measure([...goodProbes(0, 1_100), outage, ...goodProbes(1_200, 2_000)]);
  expect(found).toMatchObject({ status: 'censored', atLeast: 900 });
});

test('a recording that ends right after the blow knows nothing', () => {
  expect(measure(goodProbes(0, 1_500))).toMatchObject({ status: 'unknown' });
});

test('any is the first lane that is served again, all is every lane', () => {
  const lane = (number: number, dues: readonly number[], type: 'ok' | 'fail') =>
    dues.map((due) => ({ due, lane: number, after: 5, type }));
  const probes = [
    ...lane(0, [1_100], 'fail'),
    ...lane(0, [1_300, 1_500, 1_700, 1_900, 2_100, 2_300, 2_500, 3_500], 'ok'),
    ...lane(1, [1_200, 1_400, 1_600, 1_800], 'fail'),
    ...lane(1, [2_000, 2_200, 2_400, 2_600, 2_800, 3_000, 3_200, 3_600], 'ok'),
  ];
  expect(measure(probes, rtoAny)).toMatchObject({ status: 'known', value: 305, resolution: 201 });
  expect(measure(probes, rtoAll)).toMatchObject({ status: 'known', value: 905, resolution: 101 });
});

test('a history without a blow has nothing to measure', () => {
  expect(rtoAll.of(literalHistory(probeEvents(goodProbes(0, 1_000))))).toEqual([]);
});

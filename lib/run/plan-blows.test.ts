import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seconds } from '../core/duration.ts';
import { afterRecovery, at, type Blow } from '../core/schedule.ts';
import { all, machine, majority, minority, named, one, role, some } from '../core/target.ts';
import { none } from '../faults/none.ts';
import { runInMemory } from '../memory/run-in-memory.ts';
import { soundDials, ToyCluster } from '../memory/toy-cluster.ts';
import { toyTopology } from '../memory/toy-system.ts';
import { virtualClock } from '../memory/virtual-clock.ts';
import { planBlows } from './plan-blows.ts';

const names = ['toy-1', 'toy-2', 'toy-3'];
const topology = toyTopology(new ToyCluster(names, virtualClock(), soundDials));
const calm = none({ lasts: seconds(1) });

const plan = (schedule: readonly Blow[], seed = 1) => planBlows({ schedule, topology }, seed);

const targets = [
  one(),
  some(2),
  minority(),
  majority(),
  all(),
  machine(2),
  named('toy-3', 'toy-1'),
  role('primary'),
  role('replica'),
];

/** Blows at times in any order, then some after recovery. */
const schedules = fc
  .tuple(
    fc.array(fc.tuple(fc.constantFrom(...targets), fc.integer({ min: 0, max: 5_000 })), {
      maxLength: 4,
    }),
    fc.array(fc.constantFrom(...targets), { maxLength: 3 }),
  )
  .map(([timed, recovered]) => [
    ...timed.map(([target, time]) => at(time, calm, target)),
    ...recovered.map((target) => afterRecovery(calm, target)),
  ]);

test('who is foreseen by name or by the seed is who is met', async () => {
  await fc.assert(
    fc.asyncProperty(schedules, fc.nat(), async (schedule, seed) => {
      const { history } = await runInMemory({ schedule, seed, expect: [] });
      const met = new Map(history.events.of('blow').map((blow) => [blow.index, blow.machines]));
      for (const [index, { whom }] of plan(schedule, seed).entries()) {
        const isKnown = whom.by === 'name' || whom.by === 'seed';
        if (isKnown) expect([index, met.get(index)]).toEqual([index, whom.machines]);
        else expect(whom.among).toEqual(expect.arrayContaining(met.get(index) ?? []));
      }
    }),
    { numRuns: 40 },
  );
});

test('a time is foreseen with what the seed adds', async () => {
  const schedule = [at(seconds(1), calm, one()), at(seconds(3), calm, one(), { jitterMs: 900 })];
  const { history } = await runInMemory({ schedule, seed: 5, expect: [] });
  const chaos = history.events.of('phase').find(({ phase }) => phase === 'chaos')?.t ?? Number.NaN;
  const fell = history.events.of('blow').map(({ t }) => Math.round(t - chaos));
  expect(fell).toEqual(
    plan(schedule, 5).map(({ blow: { when }, jitterMs }) =>
      Math.round(('atMs' in when ? when.atMs : 0) + jitterMs),
    ),
  );
});

test('a role is told by its system alone, when the blow falls', () => {
  const [blow] = plan([at(0, calm, role('primary'))]);
  expect(blow?.whom).toEqual({ by: 'role', among: names });
});

test('where a blow at a time may fall before or after one after recovery, nothing is foreseen', () => {
  const [, blow] = plan([afterRecovery(calm, one()), at(seconds(9), calm, one())]);
  expect(blow?.whom).toEqual({ by: 'seed-and-order', among: names });
});

test('nor where two fall at one time', () => {
  const tight = { jitterMs: 10 };
  const [blow] = plan([at(0, calm, one(), tight), at(0, calm, one(), tight)]);
  expect(blow?.whom).toMatchObject({ by: 'seed-and-order' });
});

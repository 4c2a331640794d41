import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HarnessError } from '../core/errors.ts';
import { ofBlow } from '../core/of-blow.ts';
import { reportOf } from '../core/report.ts';
import type { Scenario } from '../core/scenario.ts';
import { at } from '../core/schedule.ts';
import { one } from '../core/target.ts';
import { kill } from '../faults/kill.ts';
import { rto } from '../measures/expectations.ts';
import { measures } from '../measures/index.ts';
import { runInMemory } from '../memory/run-in-memory.ts';
import { type Dials, soundDials, ToyCluster } from '../memory/toy-cluster.ts';
import { toyTopology } from '../memory/toy-system.ts';
import { virtualClock } from '../memory/virtual-clock.ts';
import { type ExploreOptions, explore } from './explore.ts';
import { schedulesFrom } from './generate.ts';
import { pinned } from './pinned.ts';
import { parseRepeats } from './repeats.ts';
import { scenarioOfSchedule } from './scenario-of-schedule.ts';
import { shrink } from './shrink.ts';
import { toyPromise } from './toy-promise.ts';
import { blowsOf, withSchedule } from './with-schedule.ts';

const topology = toyTopology(
  new ToyCluster(['toy-1', 'toy-2', 'toy-3'], virtualClock(), soundDials),
);

/** A clock on which every run takes a minute. */
function aMinuteARun() {
  const clock = virtualClock();
  let minutes = 0;
  return {
    clock: { ...clock, now: () => minutes * 60_000 },
    pass: () => {
      minutes += 1;
    },
  };
}

async function inMemory(scenario: Scenario, seed: number, dials: Partial<Dials>) {
  const { schedule, expect: expected, timing } = scenario;
  const { history } = await runInMemory({ dials, schedule, expect: expected, seed, timing });
  return reportOf(history, measures);
}

const searchIn = (dials: Partial<Dials>, seed: number, minutes: number) => {
  const time = aMinuteARun();
  return explore({
    promise: toyPromise(topology),
    seed,
    forMs: minutes * 60_000,
    clock: time.clock,
    run: async ({ scenario, made }) => {
      time.pass();
      return { report: await inMemory(scenario, made.seed, dials) };
    },
  });
};

test('a sound cluster keeps what it promises, whatever is tried, and the search says what was', async () => {
  const { runs, endedBy, violation, coverage } = await searchIn({}, 7, 24);
  expect({ endedBy, violation }).toEqual({ endedBy: 'time', violation: undefined });
  expect(runs).toHaveLength(24);
  expect(runs.filter(({ verdict }) => verdict !== 'pass')).toEqual([]);
  // Three rounds of all eight moves.
  expect(coverage.rows.every(({ tried }) => (tried['all well'] ?? 0) >= 3)).toBe(true);
  expect(coverage.triedCells).toBeGreaterThan(coverage.rows.length);
  expect(coverage.cells).toBeGreaterThan(coverage.triedCells);
});

test.each<[string, Partial<Dials>, string]>([
  ['late replication', { replication: 'late' }, 'lost-writes'],
  ['two that lead', { primaries: 'two' }, 'two-primaries'],
  ['an election that never comes', { recovery: 'never' }, 'rto.all'],
  ['writes that failed and are there', { failedWrites: 'applies' }, 'phantoms'],
])('%s is found within 30 minutes, and shrunk to one or two blows', async (_, dials, measure) => {
  for (const seed of [1, 2, 3]) {
    const { violation, violating } = await searchIn(dials, seed, 30);
    expect(violation?.measures).toContain(measure);
    if (violating === undefined) throw new Error('nothing was found');
    const { scenario, made: found } = violating;
    const shrunk = await shrink({
      scenario,
      seed: found.seed,
      violation,
      repeats: parseRepeats('1'),
      run: (candidate, own) => inMemory(candidate, own, dials),
    });
    expect(shrunk.outcome).toBe('shrunk');
    expect(shrunk.scenario.schedule.length).toBeLessThanOrEqual(2);
    expect(shrunk.scenario.schedule.length).toBeLessThanOrEqual(scenario.schedule.length);
    const again = await inMemory(shrunk.scenario, found.seed, dials);
    expect(again.verdict.kind).toBe('fail');
  }
});

test('runs that can not be carried out end a search, and are no violation', async () => {
  const time = aMinuteARun();
  const search = (run: ExploreOptions['run']) =>
    explore({
      ...{ promise: toyPromise(topology), seed: 1, forMs: 3_600_000, clock: time.clock },
      run,
    });
  const interrupted = await inMemory(scenarioOfFirst(), 1, {});
  const broken = { ...interrupted, verdict: { ...interrupted.verdict, kind: 'error' as const } };
  const three = await search(async () => ({ report: broken }));
  expect(three).toMatchObject({ endedBy: 'errors', violation: undefined });
  expect(three.runs).toHaveLength(3);

  let begun = 0;
  const later = await search(async () => {
    begun += 1;
    if (begun > 1) throw new HarnessError('ENGINE', 'the engine is gone', { hint: '' });
    return { report: interrupted };
  });
  expect(later).toMatchObject({ endedBy: 'errors', violation: undefined });
  expect(later.runs.map(({ verdict }) => verdict)).toEqual(['pass', 'error']);
  expect(later.runs.at(-1)?.because).toBe('the engine is gone');
});

function scenarioOfFirst(): Scenario {
  const promise = toyPromise(topology);
  const [made] = schedulesFrom(promise, 1).take(1).toArray();
  if (made === undefined) throw new Error('no schedule');
  return scenarioOfSchedule(promise, made);
}

test('what does not fail again is not made smaller', async () => {
  const scenario = scenarioOfFirst();
  const shrunk = await shrink({
    ...{ scenario, seed: 1, repeats: parseRepeats('2/3') },
    violation: { measures: ['lost-writes'], because: 'lost' },
    run: (candidate, seed) => inMemory(candidate, seed, {}),
  });
  expect(shrunk).toMatchObject({ outcome: 'not-shown', runs: 2, scenario });
});

test('a failure of another kind is not what is looked for', async () => {
  const { violating } = await searchIn({ replication: 'late' }, 1, 30);
  if (violating === undefined) throw new Error('nothing was found');
  const shrunk = await shrink({
    ...{ scenario: violating.scenario, seed: violating.made.seed, repeats: parseRepeats('1') },
    violation: { measures: ['two-primaries'], because: 'two led' },
    run: (candidate, seed) => inMemory(candidate, seed, { replication: 'late' }),
  });
  expect(shrunk.outcome).toBe('not-shown');
});

test('what was not proven was not tried, and nothing is known of it', async () => {
  const { runs, coverage, violation } = await searchIn({ harms: 'ignored' }, 3, 8);
  expect(violation).toBeUndefined();
  expect(runs.map(({ verdict }) => verdict)).toEqual(runs.map(() => 'unknown'));
  expect(coverage.triedCells).toBe(0);
});

test('what the seed decides stays as it was when another blow is dropped', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 31 - 1 }), (seed) => {
      const harm = kill({ downFor: 1_000 });
      const schedule = [1_000, 9_000, 17_000].map((time) => at(time, harm, one()));
      const scenario = { ...scenarioOfFirst(), schedule, expect: [ofBlow(3, rto.all.atMost(1))] };
      const whole = pinned(scenario, seed);
      const [first, , last] = blowsOf(whole);
      if (first === undefined || last === undefined) throw new Error('no blows');
      const less = withSchedule(whole, [first, last]);
      expect(pinned(less, seed + 1).schedule).toEqual([first.blow, last.blow]);
      expect(last.blow).toMatchObject({ jitterMs: 0, target: { selection: { select: 'named' } } });
      // What is expected of a blow goes with it.
      expect(less.expect).toEqual([ofBlow(2, rto.all.atMost(1))]);
      expect(withSchedule(whole, [first]).expect).toEqual([]);
    }),
  );
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Blow } from '../core/schedule.ts';
import { faults } from '../faults/index.ts';
import { soundDials, ToyCluster } from '../memory/toy-cluster.ts';
import { toyTopology } from '../memory/toy-system.ts';
import { virtualClock } from '../memory/virtual-clock.ts';
import { checkSchedule } from '../run/check-schedule.ts';
import { documentOf } from '../scenarios/document-of.ts';
import { galera } from '../systems/galera/index.ts';
import { beyond } from './beyond.ts';
import { type Limit, type MadeSchedule, schedulesFrom } from './generate.ts';
import type { SurvivalPromise } from './promise.ts';
import { promiseFor, promiseNamed, searchable } from './promises.ts';
import { scenarioOfSchedule } from './scenario-of-schedule.ts';
import { toyPromise } from './toy-promise.ts';

const toys = (count: number): SurvivalPromise => {
  const names = Array.from({ length: count }, (_, index) => `toy-${index + 1}`);
  return toyPromise(toyTopology(new ToyCluster(names, virtualClock(), soundDials)));
};

const seeds = fc.integer({ min: 1, max: 2 ** 31 - 1 });

const first = (
  count: number,
  promise: SurvivalPromise,
  seed: number,
  limit?: Limit,
): readonly MadeSchedule[] => schedulesFrom(promise, seed, limit).take(count).toArray();

/** A blow after recovery begins a new group: everything before is healed and well by then. */
function groupsOf(schedule: readonly Blow[]): readonly (readonly Blow[])[] {
  const groups: Blow[][] = [];
  for (const blow of schedule) {
    if ('recoveredWithinMs' in blow.when || groups.length === 0) groups.push([]);
    groups.at(-1)?.push(blow);
  }
  return groups;
}

const namesIn = ({ target: { selection } }: Blow): readonly string[] =>
  selection.select === 'named' ? selection.names : [];

test('the same seed gives the same schedules, and another one others', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const promise = toys(3);
      const told = (own: number) => first(12, promise, own).map(({ blows }) => blows);
      expect(told(seed)).toEqual(told(seed));
      expect(told(seed)).not.toEqual(told(seed + 1));
    }),
    { numRuns: 20 },
  );
});

test('no more machines are harmed before all is well again than the topology promises to survive', () => {
  fc.assert(
    fc.property(seeds, fc.constantFrom(3, 5, 7), (seed, machines) => {
      const promise = toys(machines);
      for (const { blows } of first(16, promise, seed)) {
        for (const group of groupsOf(blows.map(({ blow }) => blow))) {
          const harmed = new Set(group.flatMap(namesIn));
          expect(harmed.size).toBeLessThanOrEqual(promise.atOnce);
          // Who is chosen when the blow falls is alone in its group.
          if (harmed.size === 0) expect(group).toHaveLength(1);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('more are harmed where that is told', () => {
  const promise = beyond(toys(3));
  const most = first(60, promise, 1, 'beyond').map(({ blows }) =>
    Math.max(
      ...groupsOf(blows.map(({ blow }) => blow)).map(
        (group) => new Set(group.flatMap(namesIn)).size,
      ),
    ),
  );
  expect(Math.max(...most)).toBeGreaterThan(1);
});

test('every move opens a schedule before one does so again', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const promise = toys(3);
      const { length } = promise.moves;
      const openings = first(2 * length, promise, seed).map(({ blows }) => blows[0]?.move);
      expect(new Set(openings.slice(0, length)).size).toBe(length);
      expect(new Set(openings.slice(length)).size).toBe(length);
    }),
    { numRuns: 30 },
  );
});

describe.each(searchable)('of %s', (name) => {
  const promise = promiseNamed(name);

  test('every schedule can be carried out, and kept in a file', () => {
    for (const seed of [1, 2, 3]) {
      for (const made of first(promise.moves.length, promise, seed)) {
        const scenario = scenarioOfSchedule(promise, made);
        expect(() => checkSchedule(scenario, faults)).not.toThrow();
        expect(documentOf(scenario)).not.toHaveProperty('because');
        expect(made.blows.length).toBeLessThanOrEqual(4);
      }
    }
  });

  test('at least one machine may be harmed, and never all, unless it is the only one', () => {
    expect(promise.atOnce).toBeGreaterThan(0);
    if (promise.machines.length > 1) {
      expect(promise.atOnce).toBeLessThan(promise.machines.length);
    }
  });
});

test('a pair, which survives no loss, is refused', () =>
  expect(() =>
    promiseFor({ topology: galera({ nodes: 2, arbitrators: 0 }), workloads: [] }),
  ).toThrow('found galera on 2'));

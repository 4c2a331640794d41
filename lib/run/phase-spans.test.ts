import { expect, test } from 'vitest';
import { seconds } from '../core/duration.ts';
import type { Scenario } from '../core/scenario.ts';
import { afterRecovery, at, type Blow } from '../core/schedule.ts';
import { all, one, rolling, staggered } from '../core/target.ts';
import { kill } from '../faults/kill.ts';
import { phaseSpans } from './phase-spans.ts';

const machines = [1, 2, 3].map((number) => ({ name: `toy-${number}`, services: [] }));
const fault = kill({ downFor: seconds(10) });

function chaosOf(schedule: readonly Blow[], jitters: readonly number[] = []) {
  const scenario: Scenario = {
    name: 'test',
    title: '',
    topology: { name: 'toy', settings: {}, machines, systems: [] },
    workloads: [],
    schedule,
    expect: [],
    timing: { steadyMs: seconds(2), stabilityMs: seconds(4), recoverWithinMs: seconds(30) },
  };
  return phaseSpans(scenario, jitters);
}

test('a scenario without blows waits to be steady, and to be well', () => {
  expect(chaosOf([])).toEqual({
    steady: { leastMs: 2_000, mostMs: 30_000 },
    chaos: { leastMs: 0, mostMs: 0 },
    settle: { leastMs: 5_000, mostMs: 30_000 },
  });
});

test('blows at a time overlap', () => {
  const { chaos } = chaosOf(
    [at(seconds(5), fault, one()), at(seconds(1), fault, one())],
    [200, 300],
  );
  expect(chaos).toEqual({ leastMs: 15_200, mostMs: 15_200 });
});

test('one after recovery waits for the others, and then as long as it may', () => {
  const blows = [at(0, fault, one()), afterRecovery(fault, one(), { withinMs: seconds(20) })];
  expect(chaosOf(blows).chaos).toEqual({ leastMs: 25_000, mostMs: 40_000 });
});

test('machines in turn take as many times as long, or their pauses', () => {
  expect(chaosOf([at(0, fault, rolling(all()))]).chaos.leastMs).toBe(30_000);
  expect(chaosOf([at(0, fault, staggered(all(), seconds(1)))]).chaos.leastMs).toBe(12_000);
});

import { expect, test } from 'vitest';
import { gateSet, loadGateSets } from './gate-sets.ts';
import { loadScenarios } from './scenarios.ts';

const sets = await loadGateSets();
const scenarios = await loadScenarios();

test('every scenario of a set can be run by its name, and every topology has one but the ledger', () => {
  const names = scenarios.map(({ name }) => name);
  const named = Object.values(sets).flatMap((set) => set.map(({ name }) => name));
  expect(named.filter((name) => !names.includes(name))).toEqual([]);
  const topologies = new Set(scenarios.map(({ topology }) => topology.name));
  expect([...topologies].filter((name) => sets[name] === undefined)).toEqual(['ledger']);
});

test('a set is of the topology that it is named after', () => {
  const strange = Object.entries(sets).filter(
    ([name, set]) => name !== 'keystone' && set.some(({ topology }) => topology.name !== name),
  );
  expect(strange.map(([name]) => name)).toEqual([]);
});

test('without a set, it is every scenario on that topology', () => {
  expect(gateSet('galera', {}, scenarios).length).toBeGreaterThan(5);
  expect(() => gateSet('galerra', sets, scenarios)).toThrow("found 'galerra'");
});

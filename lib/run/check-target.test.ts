import { expect, test } from 'vitest';
import { all, one, primaries, role } from '../core/target.ts';
import type { ServicePlan, Topology } from '../core/topology.ts';
import { checkTarget } from './check-target.ts';

const plan = (system: string): ServicePlan => ({
  name: system,
  system,
  image: 'none',
  port: 1,
  environment: () => ({}),
  data: [],
  arguments: () => [],
  memoryMiB: 1,
});

const topology = (...systems: readonly (readonly string[])[]): Topology => ({
  name: 'test',
  settings: {},
  machines: systems.map((own, index) => ({
    name: `machine-${index + 1}`,
    services: own.map(plan),
  })),
  systems: [...new Set(systems.flat())].map((name) => ({
    name,
    form: async () => undefined,
    stop: async () => undefined,
    watch: () => {
      throw new Error('not watched here');
    },
    redundancy: () => ({ full: true, detail: '' }),
    vocabularies: {},
  })),
});

const shared = topology(['edge', 'redis'], ['edge', 'redis']);

test('a role on machines that two systems share must say whose', () => {
  expect(() => checkTarget(role('primary'), shared, 0)).toThrow(/blow 1: .*edge, redis/);
  expect(() => checkTarget(primaries(), shared, 1)).toThrow(/blow 2/);
  checkTarget(role('primary', { of: 'edge' }), shared, 0);
});

test('what asks for no role is never in doubt', () => {
  checkTarget(one(), shared, 0);
  checkTarget(all(), shared, 0);
});

test('on machines with one system each, a role means that one', () => {
  checkTarget(role('primary'), topology(['galera'], ['galera'], ['arbitrator']), 0);
});

test('a system that the topology has not is refused', () => {
  expect(() => checkTarget(one({ of: 'galera' }), shared, 0)).toThrow(/\(edge, redis\).*galera/);
});

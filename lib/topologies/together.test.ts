import { expect, test } from 'vitest';
import { edge } from '../systems/edge/index.ts';
import { galera } from '../systems/galera/index.ts';
import { rabbitmq } from '../systems/rabbitmq/index.ts';
import { redisSentinel } from '../systems/redis/index.ts';
import { after, beside, together } from './together.ts';

const named = { name: 'pair', machine: 'controller' };
const hosts = [1, 2, 3, 4].map((number) => ({
  name: number === 4 ? 'other-1' : `controller-${number}`,
  address: `198.18.7.${10 + number}`,
}));

test('the services of each first machine are on the first machine, and so on', () => {
  const { machines, systems } = together(named, galera(), redisSentinel());
  expect(machines.map(({ name, services }) => [name, ...services.map((one) => one.name)])).toEqual([
    ['controller-1', 'mariadb', 'redis', 'sentinel'],
    ['controller-2', 'mariadb', 'redis', 'sentinel'],
    ['controller-3', 'mariadb', 'redis', 'sentinel'],
  ]);
  expect(systems.map(({ name }) => name)).toEqual(['galera', 'redis']);
});

test('a machine goes by its name in each of the topologies, too', () => {
  const [first] = together(named, rabbitmq(), edge()).machines;
  expect(first?.aliases).toEqual(['rabbitmq-1', 'edge-1']);
});

test('a service knows of the machines of its own topology alone', () => {
  const plane = together(named, galera(), redisSentinel());
  const topology = beside('all', plane, redisSentinelElsewhere());
  const self = hosts[0];
  const mariadb = topology.machines[0]?.services[0];
  if (self === undefined || mariadb === undefined) throw new RangeError('no first machine');
  expect(mariadb.arguments(self, hosts)).toContain(
    '--wsrep-cluster-address=gcomm://198.18.7.11,198.18.7.12,198.18.7.13',
  );
});

/** Another system, on a machine of its own. */
function redisSentinelElsewhere() {
  const { machines, systems, ...rest } = redisSentinel();
  return {
    ...rest,
    machines: machines.slice(0, 1).map((machine) => ({ ...machine, name: 'other-1' })),
    systems: systems.map((system) => ({ ...system, name: 'other' })),
  };
}

test('one after another unless they say what they are after', () => {
  const { systems } = together(named, after([], galera()), after(['galera'], edge()));
  expect(systems.map((system) => system.after)).toEqual([[], ['galera']]);
});

test.each([
  ['unequal numbers of machines', () => together(named, galera({ nodes: 5 }), redisSentinel())],
  ['the same system twice', () => together(named, galera(), galera())],
  ['two services at one port', () => together(named, redisSentinel(), renamed(redisSentinel()))],
])('%s are refused', (_, build) => {
  expect(build).toThrow(/expected/);
});

const renamed = (topology: ReturnType<typeof redisSentinel>) => ({
  ...topology,
  systems: topology.systems.map((system) => ({ ...system, name: 'copy' })),
  machines: topology.machines.map((machine) => ({
    ...machine,
    services: machine.services.map((one) => ({ ...one, name: `copy-${one.name}` })),
  })),
});

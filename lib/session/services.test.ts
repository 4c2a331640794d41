import { expect, test } from 'vitest';
import { galera } from '../systems/galera/index.ts';
import { redisSentinel } from '../systems/redis/index.ts';
import { machineNamed, serviceNamed } from './services.ts';

test('a service is named by machine and name, or by either alone where that is clear', () => {
  const one = galera({ nodes: 3 });
  const [{ services: [{ name = '' } = {}] = [] } = {}] = one.machines;
  expect(serviceNamed(`galera-2/${name}`, one)).toEqual({ machine: 'galera-2', service: name });
  expect(serviceNamed('galera-2', one)).toEqual({ machine: 'galera-2', service: name });
});

test('what names none, or several, is refused with what there is', () => {
  const several = redisSentinel();
  expect(() => serviceNamed('redis-9', several)).toThrow("expected a service, found 'redis-9'");
  expect(() => serviceNamed('redis-1', several)).toThrow('expected one service, found several');
  expect(() => machineNamed('nobody', several)).toThrow("expected a machine, found 'nobody'");
  expect(machineNamed('redis-1', several)).toBe('redis-1');
});

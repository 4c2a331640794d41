import { expect, test } from 'vitest';
import { redisSentinel } from './index.ts';

const services = (options: Parameters<typeof redisSentinel>[0]) =>
  redisSentinel(options).machines.map((machine) => machine.services.map(({ name }) => name));

test('each machine has a server, and the first ones a sentinel', () => {
  expect(services({ replicas: 2, sentinels: 2 })).toEqual([
    ['redis', 'sentinel'],
    ['redis', 'sentinel'],
    ['redis'],
  ]);
});

test('a machine is told who is first, and sentinels know each other from the start', () => {
  const hosts = ['a', 'b', 'c'].map((name, index) => ({ name, address: `198.18.0.${index + 1}` }));
  const [, second] = redisSentinel({ rejoin: 'ask-sentinels', quorum: 1 }).machines;
  const [server, sentinel] = second?.services ?? [];
  const [, self] = hosts;
  if (self === undefined) throw new RangeError('three hosts');
  expect(server?.environment(self, hosts)).toEqual({
    REDIS_SELF: '198.18.0.2',
    REDIS_PRIMARY: '198.18.0.1',
    REDIS_SENTINELS: '198.18.0.1 198.18.0.3',
    SENTINEL_MASTER: 'mymaster',
  });
  expect(sentinel?.environment(self, hosts)).toEqual({
    REDIS_SELF: '198.18.0.2',
    REDIS_PRIMARY: '198.18.0.1',
    REDIS_REPLICAS: '198.18.0.2 198.18.0.3',
    SENTINEL_NAMES: 'a=198.18.0.1 b=198.18.0.2 c=198.18.0.3',
    SENTINEL_MASTER: 'mymaster',
    SENTINEL_QUORUM: '1',
  });
});

test.each([
  [{ sentinels: 4 }, 'redis sentinels: expected a whole number from 1 to 3, found 4'],
  [{ quorum: 4 }, 'redis quorum: expected a whole number from 1 to 3, found 4'],
  [{ replicas: 0 }, 'redis replicas: expected a whole number from 1 to 6, found 0'],
  [{ config: '/nowhere' }, '/nowhere is none'],
])('%j is refused', (options, message) => {
  expect(() => redisSentinel(options)).toThrow(message);
});

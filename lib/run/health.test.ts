import { expect, test } from 'vitest';
import { virtualClock } from '../memory/virtual-clock.ts';
import { health } from './health.ts';
import type { Observer } from './observer.ts';
import type { Operator } from './operator.ts';

const operator = (workload: string, goodForMs: number): Operator =>
  ({ workload, goodForMs: () => goodForMs }) as Operator;

const observer = (system: string, fullForMs: number, detail?: string): Observer =>
  ({ system, fullForMs: () => fullForMs, detail: () => detail }) as Observer;

const WANTED = { forMs: 3_000, withinMs: 500 };

test('it is well as soon as all was well for the time wanted', async () => {
  const clock = virtualClock();
  const witnesses = {
    clock,
    operators: [operator('bank', 3_000)],
    observers: [observer('galera', 3_000, '3 of 3 synced')],
  };
  expect(await clock.run(() => health(witnesses, WANTED))).toEqual({
    steady: true,
    detail: 'for 3000 ms',
  });
});

test('who is not well is named, with what was last seen of it', async () => {
  const clock = virtualClock();
  const witnesses = {
    clock,
    operators: [operator('bank', 9_000), operator('queue', 120.4)],
    observers: [
      observer('galera', 9_000, '3 of 3 synced'),
      observer('rabbitmq', 0, '2 of 3 nodes run'),
      observer('redis', 0),
    ],
  };
  const { steady, detail } = await clock.run(() => health(witnesses, WANTED));
  expect(steady).toBe(false);
  expect(detail).toContain(
    'queue answered well for 120 ms; redundancy of rabbitmq full for 0 ms: 2 of 3 nodes run; redundancy of redis full for 0 ms: not every machine looked at yet',
  );
  expect(detail).not.toMatch(/bank|galera/);
});

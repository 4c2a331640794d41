import { expect, test } from 'vitest';
import { Door } from './door.ts';

/** Something under way that ends when it is told to. */
function underWay(log: string[], name: string) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const act = async () => {
    log.push(`${name} begins`);
    await promise;
    log.push(`${name} ends`);
  };
  return { act, end: resolve };
}

const soon = () => new Promise((resolve) => setImmediate(resolve));

test('a freeze waits for those who are inside, and those who come for the freeze', async () => {
  const log: string[] = [];
  const door = new Door();
  const one = underWay(log, 'one');
  const other = underWay(log, 'other');
  const late = underWay(log, 'late');
  const freeze = underWay(log, 'freeze');
  const all = [door.enter(one.act), door.enter(other.act), door.close(freeze.act)];
  all.push(door.enter(late.act));
  await soon();
  expect(log).toEqual(['one begins', 'other begins']);
  one.end();
  await soon();
  expect(log).toEqual(['one begins', 'other begins', 'one ends']);
  other.end();
  await soon();
  expect(log.slice(3)).toEqual(['other ends', 'freeze begins']);
  freeze.end();
  await soon();
  expect(log.slice(5)).toEqual(['freeze ends', 'late begins']);
  late.end();
  await Promise.all(all);
});

test('who fails inside tells its own caller, and keeps nobody out', async () => {
  const door = new Door();
  const failing = door.enter(() => Promise.reject(new Error('no such command')));
  const frozen = door.close(async () => 'frozen');
  await expect(failing).rejects.toThrow('no such command');
  expect(await frozen).toBe('frozen');
  await expect(door.close(() => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
  expect(await door.enter(async () => 'inside')).toBe('inside');
});

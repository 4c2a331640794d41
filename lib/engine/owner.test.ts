import { hostname } from 'node:os';
import { expect, test } from 'vitest';
import { ownerState, thisProcess } from './owner.ts';

test('this process is alive', () => {
  expect(ownerState(thisProcess())).toBe('alive');
});

test('a process that took over the number of a dead one is not its owner', () => {
  const fields = thisProcess().split('/');
  expect(ownerState([...fields.slice(0, 3), '1'].join('/'))).toBe('dead');
});

test('whatever ran before this boot is dead', () => {
  expect(ownerState(`${hostname()}/another-boot/1/1`)).toBe('dead');
});

test('another host’s process can not be judged from here', () => {
  expect(ownerState('elsewhere.example/boot/1/1')).toBe('elsewhere');
});

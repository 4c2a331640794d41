import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { expect, test, vi } from 'vitest';
import { ownerState, thisProcess } from './owner.ts';

test('this process is alive', () => {
  expect(ownerState(thisProcess())).toBe('alive');
});

test('a process that took over the number of a dead one is not its owner', () => {
  const fields = thisProcess().split('/');
  expect(ownerState([...fields.slice(0, 3), '1'].join('/'))).toBe('dead');
});

test('a process that has ended is dead, though nobody has waited for it', async () => {
  const parent = spawn('sh', ['-c', 'sleep 0.2 & echo $!; exec sleep 30']);
  const [text] = await once(parent.stdout, 'data');
  const pid = String(text).trim();
  const stat = () => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  const [host, boot] = thisProcess().split('/');
  const owner = [host, boot, pid, stat()[19]].join('/');
  expect(ownerState(owner)).toBe('alive');
  await vi.waitUntil(() => stat()[0] === 'Z', { timeout: 5_000 });
  expect(ownerState(owner)).toBe('dead');
  parent.kill();
});

test('whatever ran before this boot is dead', () => {
  expect(ownerState(`${hostname()}/another-boot/1/1`)).toBe('dead');
});

test('another host’s process can not be judged from here', () => {
  expect(ownerState('elsewhere.example/boot/1/1')).toBe('elsewhere');
});

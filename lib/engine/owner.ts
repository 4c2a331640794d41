import { hostname } from 'node:os';
import { readIfThere } from './read-if-there.ts';

/** Whether whoever made something may still need it. */
export type OwnerState = 'alive' | 'dead' | 'elsewhere';

/** This process in a way that no other one shares: host, boot, pid and the process's start. */
export function thisProcess(): string {
  return [hostname(), bootId(), process.pid, startOf(process.pid) ?? '-'].join('/');
}

/** Whether the process that an owner label names still runs; `elsewhere` on another host. */
export function ownerState(owner: string): OwnerState {
  const [host, boot, pid, start] = owner.split('/');
  if (host !== hostname()) return 'elsewhere';
  if (boot !== bootId() || pid === undefined) return 'dead';
  if (start === '-') return isRunning(Number(pid)) ? 'alive' : 'dead';
  return startOf(Number(pid)) === start ? 'alive' : 'dead';
}

function bootId(): string {
  return readIfThere('/proc/sys/kernel/random/boot_id')?.trim() ?? '-';
}

/**
 * Field 22 of proc_pid_stat(5): when the process started, in ticks since boot. One that has ended and
 * was not waited for is still listed, as a zombie, for as long as its parent likes.
 */
function startOf(pid: number): string | undefined {
  const stat = readIfThere(`/proc/${pid}/stat`);
  const [state = '', ...more] = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  return /[ZX]/.test(state) ? undefined : more[18];
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

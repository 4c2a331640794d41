import type { DiskTrial } from '../core/disk.ts';
import type { Proof } from '../core/history.ts';
import type { Machine } from '../core/machine.ts';

const VANTAGE = 'a process that uses the disk';

/** That a write met what was wanted, where one before the harm succeeded. */
export function proofOfTrial(
  { name }: Machine,
  what: 'write' | 'read',
  before: DiskTrial,
  now: DiskTrial,
  wanted: readonly string[],
): Proof {
  return {
    claim: `a ${what} on the disk of ${name} ends in ${wanted.join(' or ')}`,
    vantage: VANTAGE,
    observed: `${before.outcome} before, ${now.outcome} now`,
    holds: before.outcome === 'ok' && wanted.includes(now.outcome),
  };
}

/** That the disk takes writes again. */
export async function proofOfWriting({ name, disk }: Machine): Promise<Proof> {
  const { outcome } = await disk.tryWrite();
  return {
    claim: `the disk of ${name} takes writes again`,
    vantage: VANTAGE,
    observed: outcome,
    holds: outcome === 'ok',
  };
}

/** What an operator does to a file system that has given up: reboot, and with it mount it anew. */
export async function remount(machine: Machine): Promise<void> {
  await machine.shutDown();
  await machine.powerOn();
}

import type { Machine } from '../../core/machine.ts';
import { connectWatcher } from './connect.ts';
import { SENTINEL_PORT } from './port.ts';

/** Sentinel's own: sentinel.c, SENTINEL_PING_PERIOD. No configuration file changes it. */
const PING_PERIOD_MS = 1_000;
const HURRIED_MS = 50;
const WITHIN_MS = 1_000;

/**
 * A sentinel tries a peer that did not listen yet again after its ping period, which would be most
 * of the time that forming takes. While a group forms it is short, and then again what it is in
 * every Sentinel.
 */
export const hurry = (machine: Machine): Promise<void> => setPingPeriod(machine, HURRIED_MS);

/** Ends the hurry; rejects where it can't, as detection would be faster than it is. */
export const unhurry = (machine: Machine): Promise<void> => setPingPeriod(machine, PING_PERIOD_MS);

async function setPingPeriod({ address }: Machine, periodMs: number): Promise<void> {
  const connection = await connectWatcher(address, SENTINEL_PORT, WITHIN_MS);
  try {
    await connection.call('SENTINEL', 'DEBUG', 'PING-PERIOD', periodMs);
  } finally {
    connection.destroy();
  }
}

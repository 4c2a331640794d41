import { monotonicClock } from '../core/clock.ts';
import { HarnessError } from '../core/errors.ts';
import type { Instant } from '../core/instant.ts';
import { between } from '../core/instant.ts';
import type { Skew } from '../core/machine.ts';
import type { Agent } from './agent.ts';

/** What a service needs so that its clock can go wrong: libfaketime, told by a file. */
export const fakeClockEnvironment: Readonly<Record<string, string>> = {
  LD_PRELOAD: '/skew/libfaketime.so.1',
  FAKETIME_TIMESTAMP_FILE: '/skew/faketimerc',
  FAKETIME_NO_CACHE: '1',
  // CLOCK_MONOTONIC of a machine with a wrong clock is right.
  FAKETIME_DONT_FAKE_MONOTONIC: '1',
};

/** Where it lies in every container of the machine. */
export const FAKE_CLOCK_FOLDER = '/skew';

const NAME = 'skew';

/** Lets the clock of a machine's services go wrong, or right again: images/machine/skew. */
export async function setSkew(agent: Agent, skew: Skew | undefined): Promise<Instant> {
  const from = monotonicClock.now();
  const { exitCode, output } = await agent.end(NAME);
  if (exitCode !== 0) {
    throw new HarnessError(
      'SKEW',
      `expected a machine’s clock to be set right, images/machine/skew ended with ${exitCode}: ${output.trim() || 'no word'}`,
      {
        hint: 'The machine may be starved of its processor: `blackstart clean`, then run it again on a quieter host.',
      },
    );
  }
  if (skew !== undefined) {
    const { jumpMs, drift } = skew;
    const words = [Math.round(jumpMs * 1_000), Math.round(drift * 1e6)].map(String);
    await agent.spawn(NAME, ['skew', ...words]);
  }
  return between(from, monotonicClock.now());
}

import {
  at,
  chaos,
  kill,
  ledger,
  machine,
  noPhantoms,
  nothingLost,
  powerCycle,
  seconds,
  set,
} from '../lib/index.ts';

const load = [set({ on: 'ledger', ratePerSecond: 200 })];
const timing = { steadyMs: seconds(1), stabilityMs: seconds(1) };

const lose = (flush: 'before' | 'never', how: 'process' | 'power') => ({
  topology: ledger({ flush }),
  workloads: load,
  schedule: [
    at(
      seconds(2),
      how === 'process' ? kill({ downFor: seconds(1) }) : powerCycle({ offFor: seconds(1) }),
      machine(1),
    ),
  ],
  expect: [nothingLost, noPhantoms],
  timing,
});

/** A crashed process loses nothing that the kernel has: the page cache survives it. */
export const ledgerKill = chaos('ledger-kill', {
  title: 'A process that never flushes is killed',
  ...lose('never', 'process'),
});

/** Ground truth: a power cut takes what was acknowledged and not flushed. It must be red. */
export const ledgerPowerCut = chaos('ledger-power-cut', {
  title: 'A machine whose service never flushes loses power',
  ...lose('never', 'power'),
});

/** What was flushed before it was acknowledged survives a power cut. */
export const ledgerFlushedPowerCut = chaos('ledger-flushed-power-cut', {
  title: 'A machine whose service flushes first loses power',
  ...lose('before', 'power'),
});

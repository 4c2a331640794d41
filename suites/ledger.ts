import {
  afterRecovery,
  all,
  at,
  chaos,
  clockSkew,
  cpuStarve,
  degrade,
  diskError,
  diskFull,
  diskReadOnly,
  diskSlow,
  kill,
  ledger,
  machine,
  memorySqueeze,
  none,
  noPhantoms,
  nothingLost,
  partition,
  pause,
  powerCycle,
  reboot,
  reset,
  restart,
  rolling,
  seconds,
  set,
  stop,
  unplug,
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

const short = { lasts: seconds(0.5) };

const everything = [
  kill({ downFor: seconds(0.5) }),
  stop({ downFor: seconds(0.5) }),
  restart(),
  pause({ lasts: seconds(1) }),
  powerCycle({ offFor: seconds(1) }),
  reboot({ offFor: seconds(1) }),
  partition({ ...short, direction: 'in', clients: 'with-others' }),
  unplug(short),
  degrade({ ...short, delayMs: 30, jitterMs: 10, loss: 0.1 }),
  degrade({ ...short, delayMs: 20, reorder: 0.25, duplicate: 0.1 }),
  degrade({ ...short, kbitPerSecond: 4_000, corrupt: 0.1 }),
  reset(short),
  clockSkew({ ...short, jumpMs: seconds(-60) }),
  clockSkew({ ...short, drift: 0.2 }),
  diskFull(short),
  diskReadOnly(short),
  diskSlow({ ...short, delayMs: 20, kibPerSecond: 512 }),
  diskError({ ...short, error: 'write' }),
  cpuStarve({ ...short, cpus: 0.1 }),
  memorySqueeze({ ...short, memoryMiB: 32 }),
  none(short),
];

/** Every kind of fault is done, proven, healed and proven again, at a machine that no client needs. */
export const ledgerEverything = chaos('ledger-everything', {
  title: 'Every kind of fault meets a machine beside the one that is used',
  topology: ledger({ flush: 'before', machines: 3 }),
  workloads: load,
  schedule: everything.map((fault) => afterRecovery(fault, machine(2), { jitterMs: 0 })),
  expect: [nothingLost, noPhantoms],
  timing,
});

/** Several machines at once, and one after another. */
export const ledgerMedley = chaos('ledger-medley', {
  title: 'All machines lose power at once, and then each is rebooted in turn',
  topology: ledger({ flush: 'before', machines: 3 }),
  workloads: load,
  schedule: [
    at(seconds(1), powerCycle({ offFor: seconds(1) }), all()),
    afterRecovery(reboot({ offFor: seconds(1) }), rolling(all())),
    afterRecovery(partition({ ...short, shape: 'ring' }), all()),
  ],
  expect: [nothingLost, noPhantoms],
  timing,
});

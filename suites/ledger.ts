import {
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

/** Each with the time that its harm, its proofs and its cure take. */
const everything = [
  { forMs: 1_500, fault: kill({ downFor: seconds(0.5) }) },
  { forMs: 1_500, fault: stop({ downFor: seconds(0.5) }) },
  { forMs: 1_500, fault: restart() },
  { forMs: 2_000, fault: pause({ lasts: seconds(1) }) },
  { forMs: 4_500, fault: powerCycle({ offFor: seconds(1) }) },
  { forMs: 4_500, fault: reboot({ offFor: seconds(1) }) },
  { forMs: 2_000, fault: partition({ ...short, direction: 'in', clients: 'with-others' }) },
  { forMs: 2_000, fault: unplug(short) },
  { forMs: 5_000, fault: degrade({ ...short, delayMs: 30, jitterMs: 10, loss: 0.1 }) },
  { forMs: 5_000, fault: degrade({ ...short, delayMs: 20, reorder: 0.25, duplicate: 0.1 }) },
  { forMs: 10_000, fault: degrade({ ...short, kbitPerSecond: 4_000, corrupt: 0.1 }) },
  { forMs: 1_500, fault: reset(short) },
  { forMs: 1_500, fault: clockSkew({ ...short, jumpMs: seconds(-60) }) },
  { forMs: 3_000, fault: clockSkew({ ...short, drift: 0.2 }) },
  { forMs: 4_500, fault: diskFull(short) },
  { forMs: 4_500, fault: diskReadOnly(short) },
  { forMs: 6_000, fault: diskSlow({ ...short, delayMs: 20, kibPerSecond: 512 }) },
  { forMs: 5_000, fault: diskError({ ...short, error: 'write' }) },
  { forMs: 5_000, fault: cpuStarve({ ...short, cpus: 0.1 }) },
  { forMs: 1_500, fault: memorySqueeze({ ...short, memoryMiB: 32 }) },
  { forMs: 1_000, fault: none(short) },
];

/** Every kind of fault is done, proven, healed and proven again, at a machine that no client needs. */
export const ledgerEverything = chaos('ledger-everything', {
  title: 'Every kind of fault meets a machine beside the one that is used',
  topology: ledger({ flush: 'before', machines: 3 }),
  workloads: load,
  schedule: everything.map(({ fault }, index) =>
    at(
      everything.slice(0, index).reduce((sum, { forMs }) => sum + forMs, 0),
      fault,
      machine(2),
      { jitterMs: 0 },
    ),
  ),
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
    at(seconds(5), reboot({ offFor: seconds(1) }), rolling(all())),
    at(seconds(20), partition({ ...short, shape: 'ring' }), all()),
  ],
  expect: [nothingLost, noPhantoms],
  timing,
});

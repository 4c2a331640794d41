import type { FaultSpec } from '../core/fault.ts';

/** How a kind of fault is measured. */
export interface FaultTrial {
  readonly settings: FaultSpec['settings'];
  readonly repeats: number;
}

/** Small harms: what is measured is how soon they are there. `none` has no effect to wait for. */
export const faultTrials: Readonly<Record<string, FaultTrial>> = {
  kill: { settings: {}, repeats: 20 },
  stop: { settings: {}, repeats: 10 },
  restart: { settings: {}, repeats: 10 },
  pause: { settings: {}, repeats: 10 },
  'power-cycle': { settings: {}, repeats: 5 },
  reboot: { settings: {}, repeats: 5 },
  partition: {
    settings: { shape: 'isolate', direction: 'both', clients: 'everywhere', cuts: '' },
    repeats: 20,
  },
  unplug: { settings: {}, repeats: 20 },
  degrade: {
    settings: {
      delayMs: 30,
      jitterMs: 0,
      loss: 0,
      duplicate: 0,
      reorder: 0,
      corrupt: 0,
      kbitPerSecond: null,
      toward: '',
    },
    repeats: 3,
  },
  reset: { settings: {}, repeats: 20 },
  'clock-skew': { settings: { jumpMs: -60_000, drift: 0 }, repeats: 20 },
  'disk-full': { settings: {}, repeats: 5 },
  'disk-read-only': { settings: {}, repeats: 5 },
  'disk-slow': { settings: { delayMs: 20, kibPerSecond: null }, repeats: 3 },
  'disk-error': { settings: { error: 'write' }, repeats: 5 },
  'cpu-starve': { settings: { cpus: 0.1 }, repeats: 3 },
  'memory-squeeze': { settings: { memoryMiB: 32 }, repeats: 20 },
};

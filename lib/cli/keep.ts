import { InvalidArgumentError } from 'commander';
import type { Keep } from '../harness/prune-runs.ts';

const unitsMs: Readonly<Record<string, number>> = {
  h: 3_600_000,
  d: 24 * 3_600_000,
  w: 7 * 24 * 3_600_000,
};

/** Reads which runs are to keep their folders: `500`, the newest so many, or an age such as `30d`. */
export function parseKeep(text: string): Keep {
  const [, digits = '', unit = ''] = /^(\d+)([hdw]?)$/.exec(text) ?? [];
  const value = Number(digits);
  const isSound = digits !== '' && value >= 1 && Number.isSafeInteger(value * (unitsMs[unit] ?? 1));
  if (!isSound) {
    throw new InvalidArgumentError(
      'Expected a number of runs (500) or an age (12h, 30d, 8w), at least 1.',
    );
  }
  return unit === '' ? { newest: value } : { withinMs: value * (unitsMs[unit] ?? 1) };
}

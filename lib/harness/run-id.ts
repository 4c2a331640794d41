import { randomInt } from 'node:crypto';

/** A run's name: when it began (UTC), and four letters that keep runs of one second apart. */
export function newRunId(now: Date): string {
  const [day, time] = now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').split('T');
  return `${day}-${time}-${randomInt(36 ** 3, 36 ** 4).toString(36)}`;
}

/** A seed for a run that was not given one; printed, so that the run can be done again. */
export const newSeed = (): number => randomInt(1, 2 ** 31 - 1);

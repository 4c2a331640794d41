import { UsageError } from '../core/errors.ts';

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };

/** Reads `90s`, `30m` or `2h`, in ms. */
export function parseBudget(text: string): number {
  const [, digits = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*(s|m|h)$/.exec(text.trim()) ?? [];
  const ms = Number(digits) * (UNITS[unit] ?? 0);
  if (ms > 0) return ms;
  throw new UsageError(`--budget: expected a time like 30m, found '${text}'`, {
    hint: 'Seconds, minutes or hours: 90s, 30m, 2h. No pair of runs is begun that would end later.',
  });
}

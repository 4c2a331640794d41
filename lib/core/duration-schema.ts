import { z } from 'zod';

const UNITS_MS = { ms: 1, s: 1_000, m: 60_000, min: 60_000, h: 3_600_000 } as const;

const AMOUNT = String.raw`\d+(?:\.\d+)? ?(?:ms|s|min|m|h)`;
const TEXT = new RegExp(`^${AMOUNT}(?: ?${AMOUNT})*$`);
const SIGNED_TEXT = new RegExp(`^-?${AMOUNT}(?: ?${AMOUNT})*$`);

/** Finer than any clock here; keeps 1.1 s from being 1100.0000000000002 ms. */
const PER_MS = 1e6;

/** `10s`, `250ms`, `1m30s` in milliseconds; a number is milliseconds already. */
export function parseDuration(written: string | number): number {
  if (typeof written === 'number') return written;
  const sign = written.startsWith('-') ? -1 : 1;
  const amounts = [...written.matchAll(/(\d+(?:\.\d+)?) ?(ms|s|min|m|h)/g)];
  const ms = amounts.reduce((sum, [, count, unit]) => sum + Number(count) * unitMs(unit), 0);
  return (sign * Math.round(ms * PER_MS)) / PER_MS;
}

function unitMs(unit: string | undefined): number {
  const [, ms] = Object.entries(UNITS_MS).find(([name]) => name === unit) ?? [];
  if (ms === undefined) throw new RangeError(`expected a unit of time, found '${unit}'`);
  return ms;
}

/** As `parseDuration` reads it back, exactly: in seconds where that is short; what has no short form as a number. */
export function writeDuration(ms: number): string | number {
  if (!Number.isSafeInteger(ms) || ms === 0) return ms;
  const isSeconds = ms % UNITS_MS.s === 0 || (Math.abs(ms) > UNITS_MS.s && ms % 100 === 0);
  const words = isSeconds ? `${ms / UNITS_MS.s}s` : `${ms}ms`;
  return parseDuration(words) === ms ? words : ms;
}

const EXPECTED = "expected a duration such as '10s', '250ms' or '1m30s', or a number of ms";

const EXPECTED_SIGNED = `${EXPECTED}; '-60s' is one minute back`;

const codec = (written: z.ZodType<string | number, string | number>) =>
  z.codec(written, z.number(), { decode: parseDuration, encode: writeDuration });

/** A duration as files have it; milliseconds in TypeScript. */
export const duration = codec(
  z.union([z.number().nonnegative(), z.string().regex(TEXT, EXPECTED)], { error: EXPECTED }),
);

/** One that may lead backwards. */
export const signedDuration = codec(
  z.union([z.number(), z.string().regex(SIGNED_TEXT, EXPECTED_SIGNED)], {
    error: EXPECTED_SIGNED,
  }),
);

import { formatMs } from '../core/duration.ts';
import { UsageError } from '../core/errors.ts';

/** By how much a candidate may be slower before that counts: whichever of the two is more. */
export interface Margin {
  /** Of what the baseline takes, from 0 on: 0.1 is a tenth. */
  readonly share: number;
  readonly ms: number;
}

/** What people who are on call notice, and what measurements of some seconds can tell. */
export const defaultMargin: Margin = { share: 0.1, ms: 500 };

/** A time of the baseline's with its margin: to be longer than that is to be worse. */
export const withMargin = ({ share, ms }: Margin, time: number): number =>
  time === Number.POSITIVE_INFINITY ? time : time + Math.max(share * time, ms);

/** Reads `10%`, `500ms`, `1s`, or two of them: `10%,500ms`. What is not said is 0. */
export function parseMargin(text: string): Margin {
  const parts = text.split(',').map((part) => part.trim());
  const read = parts.map((part) => /^(\d+(?:\.\d+)?)\s*(%|ms|s)$/.exec(part));
  const units = read.map((match) => (match?.[2] === '%' ? '%' : 'ms'));
  if (read.some((match) => match === null) || new Set(units).size < units.length) {
    throw new UsageError(`--margin: expected for example 10%,500ms, found '${text}'`, {
      hint: 'A share of what the baseline takes, a time (ms or s), or both: the larger one counts.',
    });
  }
  const numberOf = (...wanted: readonly string[]): number => {
    const match = read.find((one) => wanted.includes(one?.[2] ?? ''));
    return Number(match?.[1] ?? 0) * (match?.[2] === 's' ? 1_000 : 1);
  };
  return { share: numberOf('%') / 100, ms: numberOf('ms', 's') };
}

/** `10 % or 500 ms, whichever is more`. */
export function describeMargin({ share, ms }: Margin): string {
  const percent = `${Number((share * 100).toPrecision(3))} %`;
  if (share === 0) return formatMs(ms);
  return ms === 0 ? percent : `${percent} or ${formatMs(ms)}, whichever is more`;
}

import { InvalidArgumentError } from 'commander';
import { duration } from '../core/duration-schema.ts';

/** A time, as an option has it: `30m`, `90s`. */
export function timeSpan(text: string): number {
  const { success, data } = duration.safeParse(text);
  if (success && data > 0) return data;
  throw new InvalidArgumentError("Expected a time such as '30m' or '90s'.");
}

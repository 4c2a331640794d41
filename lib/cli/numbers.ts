import { InvalidArgumentError } from 'commander';

/** A count, as an option has it. */
export function atLeastOne(text: string): number {
  const value = wholeNumber(text);
  if (value >= 1) return value;
  throw new InvalidArgumentError('Expected at least 1.');
}

/** A seed, as an option has it. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value < 2 ** 31) return value;
  throw new InvalidArgumentError(`Expected a whole number from 0 to ${2 ** 31 - 1}.`);
}

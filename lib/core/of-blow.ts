import type { Expectation } from './history.ts';

/** An expectation of what one blow alone does. Blows count from 1, as in reports. */
export function ofBlow(number: number, expectation: Expectation): Expectation {
  if (Number.isInteger(number) && number >= 1) return { ...expectation, blow: number - 1 };
  throw new RangeError(`expected the number of a blow, from 1, found ${number}`);
}

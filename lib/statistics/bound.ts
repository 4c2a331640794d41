import { binomialCdf } from './binomial.ts';

/** How often something fails, from `failures` in n independent trials: probabilities in [0, 1]. */
export interface Bound {
  readonly failures: number;
  readonly n: number;
  readonly confidence: number;
  /** Two-sided: each end is wrong with probability (1 - confidence) / 2 at most. */
  readonly lower: number;
  readonly upper: number;
  /** One-sided, for the one claim "at least"; not to be combined with `atMost`. */
  readonly atLeast: number;
  /** One-sided, for the one claim "at most"; not to be combined with `atLeast`. */
  readonly atMost: number;
}

/**
 * The Clopper-Pearson bounds of a probability (Clopper & Pearson, Biometrika 26, 1934, 404-413).
 *
 * Exact: never less sure than `confidence`, however few the trials; often surer.
 *
 * @param failures whole, 0 to n
 * @param confidence in (0, 1)
 */
export function boundOf(failures: number, n: number, confidence = 0.95): Bound {
  assertCount(failures, n);
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`confidence: expected a number between 0 and 1, got ${confidence}`);
  }
  const missable = 1 - confidence;
  return {
    failures,
    n,
    confidence,
    lower: lowerBound(failures, n, missable / 2),
    upper: upperBound(failures, n, missable / 2),
    atLeast: lowerBound(failures, n, missable),
    atMost: upperBound(failures, n, missable),
  };
}

/** The smallest p at which so few failures are no likelier than `tail`: by bisection, to the bit. */
function upperBound(failures: number, n: number, tail: number): number {
  if (failures === n) return 1;
  let [likely, unlikely] = [0, 1];
  for (;;) {
    const p = (likely + unlikely) / 2;
    if (p === likely || p === unlikely) return unlikely;
    if (binomialCdf(failures, n, p) > tail) likely = p;
    else unlikely = p;
  }
}

/** A failure less is a success more. */
const lowerBound = (failures: number, n: number, tail: number): number =>
  1 - upperBound(n - failures, n, tail);

function assertCount(failures: number, n: number): void {
  const counts = Number.isSafeInteger(failures) && Number.isSafeInteger(n);
  if (counts && failures >= 0 && failures <= n) return;
  throw new RangeError(`boundOf: expected whole failures of 0 to n, got ${failures} of ${n}`);
}

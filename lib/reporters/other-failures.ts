import { formatValue } from '../core/format-value.ts';
import type { Report } from '../core/report.ts';
import { worstOf } from './findings.ts';
import { formatFinding } from './format.ts';

/** What the sentence tells of by itself. */
const TOLD: ReadonlySet<string> = new Set(['rto.all', 'lost-writes']);

/** What else is out of bounds: a sentence that keeps silent about it would be a false one. */
export function otherFailures({ verdict }: Report): readonly string[] {
  const failed = verdict.judgements.filter(
    (one) => one.verdict === 'fail' && !TOLD.has(one.measure.name),
  );
  return [...Map.groupBy(failed, ({ measure }) => measure.name).values()].flatMap((same) => {
    const worst = worstOf(same.map(({ finding }) => finding));
    const [first] = same;
    if (worst === undefined || first === undefined) return [];
    const { measure, expectation } = first;
    const allowed =
      expectation.atMost === 0
        ? 'none allowed'
        : `bound ${formatValue(measure, expectation.atMost)}`;
    return [`${measure.name} ${formatFinding(measure, worst)} (${allowed})`];
  });
}

import type { Expectation } from '../core/history.ts';
import type { Subject } from '../core/measure.ts';
import type { Report } from '../core/report.ts';
import { judge, type Verdict } from '../core/verdict.ts';

/** The verdict of a report on one expectation, about the subjects that are meant. */
export function hold(
  { history, measurements, verdict: { doubts } }: Report,
  expectation: Expectation,
  isMeant: (subject: Subject) => boolean = () => true,
): Verdict {
  const measures = measurements.map(({ measure, findings }) => ({
    ...measure,
    of: () => findings.filter(({ subject }) => isMeant(subject)),
  }));
  return judge({ history, measures, doubts, expect: [expectation] });
}

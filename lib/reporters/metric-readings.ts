import { cautionOf, excuseOf } from '../core/caution.ts';
import type { Finding, Measure } from '../core/measure.ts';
import type { Report } from '../core/report.ts';
import { asJudged, boundOf } from './findings.ts';
import type { Labels } from './metric-families.ts';

/** A quantity that is worth watching from run to run. */
export interface Quantity {
  /** Without the unit. */
  readonly name: string;
  readonly unit?: 'seconds';
  readonly meaning: string;
  /** Measures, each with the label that tells it from the others. */
  readonly measures: Readonly<Record<string, Labels>>;
}

/** A finding as it is published. */
export interface Reading {
  readonly measure: string;
  readonly scenario: string;
  readonly labels: Labels;
  readonly subject: Labels;
  readonly status: Finding['status'] | 'doubtful';
  readonly finding: Finding;
  readonly bound: number | undefined;
}

/** What was found of a quantity, of whatever it is about. */
export function readingsOf(report: Report, { measures }: Quantity): readonly Reading[] {
  const { scenario } = report.history.header;
  return report.measurements.flatMap(({ measure, findings }) => {
    const labels = measures[measure.name];
    if (labels === undefined) return [];
    return findings.map((raw): Reading => {
      const finding = asJudged(report, measure, raw);
      const { blow, step, workload, system } = finding.subject;
      return {
        ...{ measure: measure.name, scenario, labels, finding },
        subject: { workload, system, blow: counted(blow), step: counted(step) },
        status: isDoubtful(report, measure, finding) ? 'doubtful' : finding.status,
        bound: boundOf(report, measure.name, finding),
      };
    });
  });
}

/** Blows and steps count from 1, as in every report. */
const counted = (position: number | undefined): string | undefined =>
  position === undefined ? undefined : `${position + 1}`;

/** Doubt excuses timing, and a 0 that it could have made; a loss is evidence in itself. */
function isDoubtful(report: Report, measure: Measure, finding: Finding): boolean {
  if (finding.status !== 'known') return false;
  if (measure.kind === 'safety' && finding.value > 0) return false;
  const { history, verdict } = report;
  const isWhole = verdict.kind !== 'error' && verdict.kind !== 'skipped';
  const isSure =
    cautionOf(measure, finding, history).kind !== 'doubtful' &&
    excuseOf(measure, finding, history) === undefined;
  return !isWhole || !isSure || verdict.doubts.length > 0;
}

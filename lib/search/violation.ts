import type { Report } from '../core/report.ts';

/** What a run showed that must not be. */
export interface Violation {
  /** Measures that failed, in the order of the expectations. */
  readonly measures: readonly string[];
  /** Why, in a sentence. */
  readonly because: string;
}

/** What failed in a run; undefined where nothing did, or nothing is known. */
export function violationIn({ verdict }: Pick<Report, 'verdict'>): Violation | undefined {
  if (verdict.kind !== 'fail') return undefined;
  const failed = verdict.judgements.filter((judgement) => judgement.verdict === 'fail');
  return {
    measures: [...new Set(failed.map(({ measure }) => measure.name))],
    because: verdict.because,
  };
}

/** Whether a run shows one of the same kind: by one of the same measures. */
export const showsAgain = (
  report: Pick<Report, 'verdict'>,
  { measures }: Pick<Violation, 'measures'>,
): boolean => violationIn(report)?.measures.some((name) => measures.includes(name)) ?? false;

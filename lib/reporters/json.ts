import type { Finding } from '../core/measure.ts';
import type { Report } from '../core/report.ts';
import { exitCodes } from '../core/verdict.ts';

/** The version of results.json; a field that changes its meaning changes it. */
export const RESULTS_VERSION = 1;

/** What a machine wants to know of a run, as a JSON value. Times in ms, counts as counts. */
export function jsonReport({ history, measurements, verdict }: Report): object {
  const { header } = history;
  return {
    format: 'blackstart-results',
    version: RESULTS_VERSION,
    run: header.run,
    scenario: header.scenario,
    title: header.title,
    seed: header.seed,
    startedAt: header.startedAt,
    verdict: verdict.kind,
    because: verdict.because,
    exitCode: exitCodes[verdict.kind],
    doubts: verdict.doubts,
    expectations: verdict.judgements.map((judgement) => ({
      measure: judgement.measure.name,
      atMost: judgement.expectation.atMost,
      unit: judgement.measure.unit,
      verdict: judgement.verdict,
      because: judgement.because,
      finding: findingValue(judgement.finding),
    })),
    measurements: measurements.flatMap(({ measure, findings }) =>
      findings.map((finding) => ({
        measure: measure.name,
        unit: measure.unit,
        ...findingValue(finding),
      })),
    ),
    replay: header.replay,
    versions: header.versions,
  };
}

/** The evidence stays in the history: here is only how much of it there is. */
function findingValue({ evidence, ...finding }: Finding): object {
  return { ...finding, evidenceCount: evidence.length };
}

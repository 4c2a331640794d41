import { expect } from 'vitest';
import { consoleReport, type Report, runScenario, type Scenario } from '../../lib/index.ts';

/** Runs a scenario whose every expectation must hold, beyond doubt. */
export async function expectPass(scenario: Scenario): Promise<Report> {
  const { report } = await runScenario(scenario, { progress: console.error });
  expect(report.verdict.kind, consoleReport(report, { colour: 'no' })).toBe('pass');
  return report;
}

/**
 * Runs a scenario whose configuration is known to be bad: the harness must see it by each of these
 * measures, by no other, and without a doubt about the run itself.
 */
export async function expectFailure(
  scenario: Scenario,
  ...measures: readonly string[]
): Promise<Report> {
  const { report } = await runScenario(scenario, { progress: console.error });
  expectFailed(report, ...measures);
  return report;
}

/** The same of a run that there is. */
export function expectFailed(report: Report, ...measures: readonly string[]): void {
  const words = consoleReport(report, { colour: 'no' });
  const { kind, doubts, judgements } = report.verdict;
  expect(kind, words).toBe('fail');
  expect(doubts, words).toEqual([]);
  const failed = judgements.filter(({ verdict }) => verdict === 'fail');
  expect(new Set(failed.map(({ measure }) => measure.name)), words).toEqual(new Set(measures));
}

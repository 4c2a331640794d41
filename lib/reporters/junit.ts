import junit from 'junit-report-builder';
import type { Report } from '../core/report.ts';
import { formatFinding, formatSubject } from './format.ts';

/**
 * A run as JUnit XML: a suite a run, a case an expectation. What is not known is an error, because
 * JUnit knows no other word for it and it must not be green.
 */
export function junitReport({ history, verdict }: Report): string {
  const { header, events } = history;
  const report = junit.default.newBuilder();
  const suite = report
    .testSuite()
    .name(`blackstart.${header.scenario}`)
    .timestamp(header.startedAt)
    .time((events.at(-1)?.t ?? 0) / 1_000)
    .property('seed', `${header.seed}`)
    .property('verdict', verdict.kind)
    .property('replay', header.replay);
  for (const judgement of verdict.judgements) {
    const { measure, expectation, finding } = judgement;
    const name = `${measure.name} at most ${expectation.atMost} ${measure.unit} (${formatSubject(finding.subject)})`;
    const testCase = suite.testCase().className(header.scenario).name(name);
    testCase.standardOutput(formatFinding(measure, finding));
    if (judgement.verdict === 'fail') testCase.failure(judgement.because, 'expectation');
    if (judgement.verdict === 'unknown') testCase.error(judgement.because, 'unknown');
  }
  const overall = suite
    .testCase()
    .className(header.scenario)
    .name('the run is complete and beyond doubt');
  if (verdict.kind === 'error') overall.error(verdict.because, 'error');
  else if (verdict.doubts.length > 0) overall.error(verdict.doubts.join('\n'), 'unknown');
  return report.build();
}

import { create } from 'xmlbuilder2';
import type { Report } from '../core/report.ts';
import type { Judgement, VerdictKind } from '../core/verdict.ts';
import { formatFinding, formatSubject } from './format.ts';

/** What went wrong with a test case; `error` is JUnit's word for: it could not be judged. */
interface Problem {
  readonly element: 'failure' | 'error' | 'skipped';
  readonly type: string;
  readonly message: string;
}

interface TestCase {
  readonly name: string;
  readonly output: string;
  readonly problem: Problem | undefined;
}

/**
 * A run as JUnit XML: a suite a run, a case an expectation, and one for the run as a whole. What
 * is not known is an error: JUnit has no other word for it, and it must not be green.
 */
export function junitReport(report: Report): string {
  const { header, events } = report.history;
  const skipped = report.verdict.kind === 'skipped';
  const judged = skipped ? [] : report.verdict.judgements.map(expectationCase);
  const cases = [...judged, wholeCase(report)];
  const count = (element: Problem['element']) =>
    cases.filter(({ problem }) => problem?.element === element).length;
  const suite = create({ version: '1.0', encoding: 'UTF-8' })
    .ele('testsuites')
    .ele('testsuite', {
      name: `blackstart.${header.scenario}`,
      timestamp: header.startedAt,
      time: ((events.at(-1)?.t ?? 0) / 1_000).toFixed(3),
      tests: cases.length,
      failures: count('failure'),
      errors: count('error'),
      skipped: count('skipped'),
    });
  const properties = suite.ele('properties');
  for (const [name, value] of propertiesOf(report)) properties.ele('property', { name, value });
  for (const { name, output, problem } of cases) {
    const element = suite.ele('testcase', { classname: header.scenario, name });
    if (problem !== undefined) {
      const { type, message } = problem;
      element.ele(problem.element, { type, message }).txt(message);
    }
    element.ele('system-out').txt(output);
  }
  return suite.end({ prettyPrint: true });
}

function propertiesOf({ history: { header }, measurements, verdict }: Report): [string, string][] {
  const found = measurements.flatMap(({ measure, findings }) =>
    findings.map((finding): [string, string] => [
      [measure.name, formatSubject(finding.subject)].filter((word) => word !== '').join(' '),
      formatFinding(measure, finding),
    ]),
  );
  return [
    ['verdict', verdict.kind],
    ['seed', `${header.seed}`],
    ['replay', header.replay],
    ...found,
  ];
}

function expectationCase({ measure, expectation, finding, verdict, because }: Judgement): TestCase {
  const subject = formatSubject(finding.subject);
  const problem: Readonly<Record<Judgement['verdict'], Problem | undefined>> = {
    pass: undefined,
    fail: { element: 'failure', type: 'expectation', message: because },
    unknown: { element: 'error', type: 'unknown', message: because },
  };
  return {
    name: `${measure.name} at most ${expectation.atMost} ${measure.unit} (${subject})`,
    output: [formatFinding(measure, finding), finding.note]
      .filter((text) => text !== '')
      .join('; '),
    problem: problem[verdict],
  };
}

function wholeCase({ verdict: { kind, because, doubts } }: Report): TestCase {
  const name = 'the run is complete and beyond doubt';
  return { name, output: because, problem: wholeProblem(kind, because, doubts) };
}

function wholeProblem(
  kind: VerdictKind,
  because: string,
  doubts: readonly string[],
): Problem | undefined {
  if (kind === 'error' || kind === 'skipped')
    return { element: kind, type: kind, message: because };
  if (doubts.length === 0) return undefined;
  return { element: 'error', type: 'unknown', message: doubts.join('\n') };
}

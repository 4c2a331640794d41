import { create } from 'xmlbuilder2';
import type { Finding, Measure } from '../core/measure.ts';
import type { Report } from '../core/report.ts';
import type { Judgement, VerdictKind } from '../core/verdict.ts';
import { formatFinding, formatSubject } from './format.ts';
import { sentenceOf } from './sentence.ts';

/** What went wrong with a test case; `error` is JUnit's word for: it could not be judged. */
interface Problem {
  readonly element: 'failure' | 'error' | 'skipped';
  readonly type: string;
  readonly message: string;
}

type Properties = readonly (readonly [name: string, value: string])[];

interface TestCase {
  readonly name: string;
  readonly seconds: number;
  readonly properties: Properties;
  readonly output: string;
  readonly problem: Problem | undefined;
}

/**
 * A run as JUnit XML: a suite a run, a case an expectation, and one for the run as a whole. What
 * is not known is an error: JUnit has no other word for it, and it must not be green.
 *
 * Properties are on the suite, where most look for them, and on each case, where Jenkins keeps them.
 * GitLab shows neither, nor messages, only what is inside a failure: so that says all there is to say.
 */
export function junitReport(report: Report): string {
  const { header, events } = report.history;
  const skipped = report.verdict.kind === 'skipped';
  const judged = skipped ? [] : report.verdict.judgements.map((each) => judgedCase(report, each));
  const cases = [...judged, wholeCase(report)];
  const count = (element: Problem['element']) =>
    cases.filter(({ problem }) => problem?.element === element).length;
  const counts = {
    tests: cases.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
    time: (events.endMs / 1_000).toFixed(3),
  };
  const name = `blackstart.${header.scenario}`;
  const suite = create({ version: '1.0', encoding: 'UTF-8', invalidCharReplacement: '\u{FFFD}' })
    .ele('testsuites', { name: 'blackstart', ...counts })
    .ele('testsuite', { name, timestamp: header.startedAt, ...counts });
  addProperties(suite, [...runProperties(report), ...costs(report)]);
  for (const { name: title, seconds, properties, output, problem } of cases) {
    const element = suite.ele('testcase', {
      classname: name,
      name: title,
      time: seconds.toFixed(3),
    });
    addProperties(element, properties);
    if (problem !== undefined) {
      const { type, message } = problem;
      const words = [message, output, `again: ${header.replay}`].filter((line) => line !== '');
      element.ele(problem.element, { type, message }).txt(words.join('\n'));
    }
    element.ele('system-out').txt(output);
  }
  return suite.end({ prettyPrint: true });
}

function addProperties(parent: ReturnType<typeof create>, properties: Properties): void {
  const element = parent.ele('properties');
  for (const [name, value] of properties) element.ele('property', { name, value });
}

function runProperties({ history: { header }, verdict }: Report): Properties {
  return [
    ['verdict', verdict.kind],
    ['run', header.run],
    ['seed', `${header.seed}`],
    ['replay', header.replay],
    ...Object.entries(header.versions).map(
      ([name, version]) => [`version.${name}`, version] as const,
    ),
  ];
}

/** All that was measured, as people read it: what is unknown says so, in place of a number. */
const costs = ({ measurements }: Report): Properties =>
  measurements.flatMap(({ measure, findings }) =>
    findings.map((finding) => [nameOf(measure, finding), formatFinding(measure, finding)] as const),
  );

/** `rto.all set, blow 1`. */
const nameOf = ({ name }: Measure, { subject }: Finding): string =>
  [name, formatSubject(subject)].filter((word) => word !== '').join(' ');

function judgedCase(report: Report, judgement: Judgement): TestCase {
  const { measure, expectation, finding, verdict, because } = judgement;
  const subject = formatSubject(finding.subject) || 'the run';
  const problem: Readonly<Record<Judgement['verdict'], Problem | undefined>> = {
    pass: undefined,
    fail: { element: 'failure', type: 'expectation', message: because },
    unknown: { element: 'error', type: 'unknown', message: because },
  };
  return {
    name: `${measure.name} at most ${expectation.atMost} ${measure.unit} (${subject})`,
    seconds: 0,
    properties: [...runProperties(report), ...numbersOf(judgement)],
    output: [formatFinding(measure, finding), finding.note]
      .filter((text) => text !== '')
      .join('; '),
    problem: problem[verdict],
  };
}

/** What was found as plain numbers, for who draws them: a value only where there is one. */
function numbersOf({ measure, expectation, finding }: Judgement): Properties {
  const base: Properties = [
    ['measure', measure.name],
    ['unit', measure.unit],
    ['bound', `${expectation.atMost}`],
    ['status', finding.status],
  ];
  switch (finding.status) {
    case 'known':
      return [...base, ['value', `${finding.value}`], ['resolution', `${finding.resolution}`]];
    case 'censored':
      return [...base, ['at-least', `${finding.atLeast}`]];
    case 'unknown':
      return base;
  }
}

function wholeCase(report: Report): TestCase {
  const { kind, because, doubts } = report.verdict;
  return {
    name: 'the run is complete and beyond doubt',
    seconds: report.history.events.endMs / 1_000,
    properties: [...runProperties(report), ...costs(report)],
    output: [sentenceOf(report), because].join('\n'),
    problem: wholeProblem(kind, because, doubts),
  };
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

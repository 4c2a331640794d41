import { styleText } from 'node:util';
import Table from 'cli-table3';
import { formatValue } from '../core/format-value.ts';
import type { Report } from '../core/report.ts';
import type { Judgement, VerdictKind } from '../core/verdict.ts';
import { describeEvent } from './describe-event.ts';
import { evidenceLines } from './evidence-lines.ts';
import { formatFinding, formatSubject, symbols } from './format.ts';
import { logsAround } from './logs-around.ts';
import { formatTime } from './time.ts';

const colours = {
  pass: 'green',
  fail: 'red',
  unknown: 'yellow',
  skipped: 'cyan',
  error: 'magenta',
} as const;

export interface ConsoleOptions {
  readonly colour: 'yes' | 'no';
}

/** A run's verdict as a person reads it in a terminal: the table, the reasons, the way back. */
export function consoleReport(report: Report, { colour }: ConsoleOptions): string {
  const { history, verdict } = report;
  const { header } = history;
  const paint = (kind: VerdictKind, text: string) =>
    colour === 'yes' ? styleText([colours[kind], 'bold'], text, { validateStream: false }) : text;
  const mark = (kind: VerdictKind) => paint(kind, `${symbols[kind]} ${kind}`);
  const table = new Table({
    head: ['', 'measure', 'of', 'found', 'expected'],
    style: { head: [], border: [], compact: true },
    wordWrap: true,
    colWidths: [11, 17, 16, 36, 18],
  });
  const isExpected = verdict.judgements.length > 0;
  table.push(
    ...(isExpected ? verdict.judgements.map((judgement) => row(judgement, mark)) : foundIn(report)),
  );
  const wasJudged = verdict.kind !== 'error' && verdict.kind !== 'skipped';
  const judged = wasJudged ? [table.toString()] : [];
  const doubts = wasJudged ? verdict.doubts : [];
  const hint = history.events.of('end').at(-1)?.error?.hint;
  return [
    `${header.title}  (${header.scenario}, seed ${header.seed})`,
    ...judged,
    `${mark(verdict.kind)}: ${verdict.because}`,
    ...doubts.map((doubt) => `  in doubt: ${doubt}`),
    ...(wasJudged ? verdict.judgements.flatMap((judgement) => evidence(report, judgement)) : []),
    ...(hint === undefined ? [] : [`  next:   ${hint}`]),
    `  again:  ${header.replay}`,
  ].join('\n');
}

/** What there is to know where nothing was expected: of the data all, of times those of the whole service. */
const foundIn = ({ measurements }: Report): string[][] =>
  measurements
    .filter(({ measure: { kind, name } }) => kind === 'safety' || TIMES.includes(name))
    .flatMap(({ measure, findings }) =>
      findings.map((finding) => [
        '',
        measure.name,
        formatSubject(finding.subject),
        [formatFinding(measure, finding), finding.note].filter((words) => words !== '').join('; '),
        '–',
      ]),
    );

const LOG_LINES = 8;
const LINE_LENGTH = 200;

/** What a failed expectation rests on: the events, and what services logged near the last of them. */
function evidence({ history }: Report, { measure, finding, verdict }: Judgement): string[] {
  if (verdict !== 'fail') return [];
  const { events } = history;
  const last = Math.max(...finding.evidence.map((position) => events.at(position)?.t ?? 0));
  const { lines, leftOut } = logsAround(events.of('log'), [last], {
    most: LOG_LINES,
    alike: 'one',
  });
  return [
    `  evidence: ${[measure.name, formatSubject(finding.subject)].filter((words) => words !== '').join(' of ')}`,
    ...evidenceLines(history, finding.evidence),
    ...lines.map((event) => `${formatTime(event.t)}  ${describeEvent(event, events)}`),
    ...(leftOut > 0
      ? [`${leftOut.toLocaleString('en')} more log lines within a second of that`]
      : []),
  ].map((text, index) => `${index === 0 ? '' : '    '}${shortened(text)}`);
}

const shortened = (text: string): string =>
  text.length > LINE_LENGTH ? `${text.slice(0, LINE_LENGTH)} ...` : text;

const TIMES = ['rto.all', 'rto.redundancy'];

function row(
  { measure, finding, expectation, verdict }: Judgement,
  mark: (kind: VerdictKind) => string,
): string[] {
  const { atMost } = expectation;
  return [
    mark(verdict),
    measure.name,
    formatSubject(finding.subject),
    [formatFinding(measure, finding), finding.note].filter((words) => words !== '').join('; '),
    atMost === 0 ? 'none' : `at most ${formatValue(measure, atMost)}`,
  ];
}

import type { History } from '../core/history.ts';
import type { Judgement, Verdict } from '../core/verdict.ts';
import { evidenceLines } from '../reporters/evidence-lines.ts';
import { formatFinding, formatSubject, symbols } from '../reporters/format.ts';
import type { Judged } from './judged.ts';

export interface Claim {
  /** After 'expected' or 'expected not': `to lose nothing`. */
  readonly claim: string;
  readonly verdict: Verdict;
  readonly isNot: boolean;
}

/** Why a claim does not hold: verdict, findings with the events they rest on, doubts, the way back. */
export function explain({ report, page }: Judged, { claim, verdict, isNot }: Claim): string {
  const { history } = report;
  const { header } = history;
  return [
    `${header.scenario}: expected${isNot ? ' not' : ''} ${claim}`,
    `${symbols[verdict.kind]} ${verdict.kind}: ${verdict.because}`,
    ...(isStatement(verdict) ? [] : ['  which proves neither the claim nor its opposite']),
    '',
    ...telling(verdict).flatMap((judgement) => findingLines(history, judgement)),
    ...doubtsOf(verdict).map((doubt) => `in doubt: ${doubt}`),
    ...hintOf(history),
    `again:  ${header.replay}`,
    ...(page === undefined ? [] : [`report: ${page}`]),
  ].join('\n');
}

/** Whether a verdict says anything about the system under test. */
export const isStatement = ({ kind }: Verdict): boolean => kind === 'pass' || kind === 'fail';

/** The judgements that made the verdict; none where nothing was judged. */
const telling = ({ kind, judgements }: Verdict): readonly Judgement[] =>
  judgements.filter(({ verdict }) => verdict === kind);

const doubtsOf = ({ kind, doubts }: Verdict): readonly string[] =>
  kind === 'error' || kind === 'skipped' ? [] : doubts;

function findingLines(history: History, { measure, finding, verdict }: Judgement): string[] {
  const found = [formatFinding(measure, finding), finding.note].filter((words) => words !== '');
  const subject = formatSubject(finding.subject);
  return [
    `${symbols[verdict]} ${measure.name}${subject === '' ? '' : ` of ${subject}`}: ${found.join('; ')}`,
    ...evidenceLines(history, finding.evidence).map((event) => `    ${event}`),
  ];
}

function hintOf({ events }: History): string[] {
  const hint = events.of('end').at(-1)?.error?.hint;
  return hint === undefined ? [] : [`next:   ${hint}`];
}

import { formatValue } from '../core/format-value.ts';
import type { Report } from '../core/report.ts';
import type { Judgement, VerdictKind } from '../core/verdict.ts';
import { escapeMarkdown, fenced } from './escape-markdown.ts';
import { formatFinding, formatSubject, symbols } from './format.ts';
import { sentenceOf } from './sentence.ts';
import { type ServiceCell, type ServiceRow, servicesOf } from './services.ts';

/** Columns of the table: what is asked of each service. */
const columns: readonly (readonly [measure: string, title: string])[] = [
  ['rto.any', 'First client served'],
  ['rto.all', 'All clients served'],
  ['rto.performance', 'As fast as before'],
  ['rto.redundancy', 'Full redundancy'],
  ['lost-writes', 'Acknowledged writes lost'],
  ['two-primaries', 'Two primaries'],
];

/** More than this, and the page or results.json is the place to read on. */
const REASONS_SHOWN = 10;

/** A run as a comment on a change request: the verdict, one row a service, what failed and why. */
export function markdownReport(report: Report): string {
  const { history, verdict } = report;
  const { header } = history;
  const wasRun = verdict.kind !== 'skipped';
  return [
    `### ${mark(verdict.kind)}: ${escapeMarkdown(header.title)} (${escapeMarkdown(header.scenario)})`,
    ...(wasRun ? [escapeMarkdown(sentenceOf(report))] : []),
    ...because(report),
    ...(wasRun ? table(report) : []),
    ...reasons(report),
    `Again:\n\n${fenced(header.replay, 'sh')}`,
    `Run ${escapeMarkdown(header.run)}, seed ${header.seed}, ${escapeMarkdown(header.startedAt)}\n`,
  ].join('\n\n');
}

const mark = (kind: VerdictKind): string => `${symbols[kind]} ${kind}`;

/** Why it is no pass, where no failed expectation says so. */
function because({ history, verdict }: Report): readonly string[] {
  const { kind, doubts } = verdict;
  if (kind === 'pass') return [];
  const hint = history.events.of('end').at(-1)?.error?.hint;
  const isSaidBelow = verdict.judgements.some((one) => one.because === verdict.because);
  const isJudged = kind === 'fail' || kind === 'unknown';
  const inDoubt = isJudged ? doubts : [];
  return [
    ...(isJudged && (isSaidBelow || doubts.includes(verdict.because))
      ? []
      : [`**${kind}:** ${escapeMarkdown(verdict.because)}`]),
    ...(hint === undefined ? [] : [`**What to do:** ${escapeMarkdown(hint)}`]),
    ...(inDoubt.length === 0 ? [] : [listed('In doubt', inDoubt)]),
  ];
}

/** Columns of which nothing was found are left out. */
function table(report: Report): readonly string[] {
  const rows = servicesOf(
    report,
    columns.map(([measure]) => measure),
  );
  const shown = columns.flatMap(([, title], column) =>
    rows.some(({ cells }) => cells[column] !== undefined) ? [{ title, column }] : [],
  );
  if (shown.length === 0) return [];
  const cellsOf = ({ cells }: ServiceRow) => shown.map(({ column }) => cell(cells[column]));
  return [
    [
      line(['Service', ...shown.map(({ title }) => title)]),
      line(['---', ...shown.map(() => '---')]),
      ...rows.map((row) => line([service(row), ...cellsOf(row)])),
    ].join('\n'),
  ];
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const service = ({ workload, system }: ServiceRow): string =>
  escapeMarkdown(workload === system ? workload : `${workload} (${system})`);

/** `✓ 6.16 s ± 11 ms of 8.00 s`; of several blows the worst. */
function cell(found: ServiceCell | undefined): string {
  if (found === undefined) return '';
  const { measure, worst, bound, verdict, findings } = found;
  const isUnknown = worst.status === 'unknown';
  const value = isUnknown ? 'unknown' : formatFinding(measure, worst);
  const isDuration = measure.unit === 'ms';
  const words = [
    ...(verdict === undefined ? [] : [symbols[verdict]]),
    ...(findings > 1 && worst.status === 'known' && isDuration ? ['at most'] : []),
    value,
    ...(bound === undefined ? [] : [`(${allowed(found, bound)})`]),
  ];
  return escapeMarkdown(words.join(' '));
}

const allowed = ({ measure }: ServiceCell, bound: number): string =>
  bound === 0 ? 'none allowed' : `bound ${formatValue(measure, bound)}`;

/** What does not hold first, then what is not known. */
function reasons({ verdict }: Report): readonly string[] {
  if (verdict.kind === 'skipped') return [];
  const of = (kind: Judgement['verdict']) =>
    verdict.judgements.filter((one) => one.verdict === kind).map(reason);
  const [failed, unknown] = [of('fail'), of('unknown')];
  return [
    ...(failed.length === 0 ? [] : [listed('Failed', failed)]),
    ...(unknown.length === 0 ? [] : [listed('Not known', unknown)]),
  ];
}

function reason({ finding, because: why }: Judgement): string {
  const subject = formatSubject(finding.subject);
  const note = finding.status === 'unknown' ? '' : finding.note;
  return [subject === '' ? why : `${subject}: ${why}`, note]
    .filter((text) => text !== '')
    .join('; ');
}

function listed(title: string, items: readonly string[]): string {
  const shown = items.slice(0, REASONS_SHOWN).map((item) => `- ${escapeMarkdown(item)}`);
  const more = items.length - shown.length;
  return [`**${title}:**`, '', ...shown, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n');
}

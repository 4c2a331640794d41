import Table from 'cli-table3';
import { formatMs } from '../../core/duration.ts';
import { formatValue } from '../../core/format-value.ts';
import type { Measure } from '../../core/measure.ts';
import type {
  ComparedBlow,
  ComparedFinding,
  Comparison,
  Fell,
  Side,
} from '../../replay/compare-runs.ts';
import type { Difference } from '../../replay/differences.ts';
import { formatFinding, formatSubject, symbols } from '../format.ts';

/** What is known of a replay before, and after; `comparison` is undefined where nothing was run. */
export interface ReplayReport {
  readonly scenario: string;
  readonly seed: number;
  readonly was: { readonly run: string; readonly startedAt: string; readonly folder: string };
  readonly is: { readonly run: string; readonly folder: string } | undefined;
  readonly from: 'kept' | 'file' | 'suites';
  readonly differences: readonly Difference[];
  readonly inexact: readonly string[];
  readonly comparison: Comparison | undefined;
}

/** What is the same and what is not, before anything is started. */
export const replayOutlook = ({
  scenario,
  seed,
  was,
  from,
  differences,
  inexact,
}: ReplayReport): string =>
  [
    `${scenario}, seed ${seed}: again as run ${was.run} of ${was.startedAt}; ${origins[from]}`,
    ...differencesIn(differences),
    'what no repeat repeats exactly:',
    ...inexact.map((sentence) => `  - ${sentence}`),
  ].join('\n');

const origins: Readonly<Record<ReplayReport['from'], string>> = {
  kept: 'its scenario was kept with it',
  file: 'its scenario is the file as it is today',
  suites: 'its scenario is that of the suites as they are today',
};

function differencesIn(differences: readonly Difference[]): readonly string[] {
  if (differences.length === 0) return ['the same versions, images and configuration as then'];
  return [
    'not as it was then:',
    ...differences.map(
      ({ what, was, is }) =>
        `  - ${what}: ${was ?? 'nothing recorded'} then, ${is ?? 'nothing'} now`,
    ),
  ];
}

/** Both runs side by side. */
export function replayReport(report: ReplayReport): string {
  const { comparison, differences, is } = report;
  if (comparison === undefined) return replayOutlook(report);
  const { verdict, because } = comparison;
  const mark = (kind: keyof typeof symbols) => `${symbols[kind]} ${kind}`;
  const table = new Table({
    head: ['measure', 'of', 'then', 'now', 'expected'],
    style: { head: [], border: [], compact: true },
    wordWrap: true,
    colWidths: [17, 16, 31, 31, 18],
  });
  table.push(...comparison.blows.map(blowRow), ...comparison.findings.map(findingRow));
  return [
    table.toString(),
    ...differencesIn(differences),
    `then: ${mark(verdict.was)}: ${because.was}`,
    `now:  ${mark(verdict.is)}: ${because.is}`,
    verdict.was === verdict.is ? 'the verdict is the same' : 'the verdict is another one',
    `  report: ${is?.folder}/report.html`,
  ].join('\n');
}

function blowRow({ blow, step, fault, was, is }: ComparedBlow): string[] {
  const number = step === undefined ? `blow ${blow + 1}` : `blow ${blow + 1}.${step + 1}`;
  return [fault, number, fellWords(was), fellWords(is), ''];
}

const fellWords = (fell: Fell | undefined): string =>
  fell === undefined ? 'did not fall' : `at ${formatMs(fell.atMs)}: ${fell.machines.join(', ')}`;

function findingRow({ measure, subject, atMost, was, is }: ComparedFinding): string[] {
  return [
    measure.name,
    formatSubject(subject),
    sideWords(measure, was),
    sideWords(measure, is),
    atMost === undefined ? '' : atMost === 0 ? 'none' : `at most ${formatValue(measure, atMost)}`,
  ];
}

function sideWords(measure: Pick<Measure, 'unit'>, side: Side | undefined): string {
  if (side === undefined) return '';
  const sign = side.verdict === undefined ? '' : `${symbols[side.verdict]} `;
  return `${sign}${formatFinding(measure, side.finding)}`;
}

import Table from 'cli-table3';
import { formatMs } from '../../core/duration.ts';
import type { VerdictKind } from '../../core/verdict.ts';
import { type Coverage, type CoverageRow, type State, states } from '../../search/coverage.ts';
import type { Exploration, Explored } from '../../search/explore.ts';
import { symbols } from '../format.ts';

/** What a search was about, beside what it found. */
export interface ExplorationReport extends Exploration {
  readonly topology: string;
  readonly seed: number;
  readonly machines: readonly string[];
  readonly atOnce: number;
  readonly limit: 'promised' | 'beyond';
  readonly without: readonly string[];
  /** The command that does it again. */
  readonly again: string;
  /** Where its files and runs lie. */
  readonly folder: string;
}

/** A search as a person reads it: what was tried, what was found, and what to do next. */
export function exploreReport(report: ExplorationReport): string {
  const { runs, topology, seed, coverage, tookMs, again, folder } = report;
  const inDoubt = runs.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'fail');
  return [
    `${topology}: ${count(runs.length, 'schedule')} from seed ${seed} in ${formatMs(tookMs)}: ${verdictsOf(runs)}`,
    limits(report),
    coverageTable(coverage),
    `tried: ${coverage.triedCells} of ${coverage.cells} pairs of a harm and a state`,
    ...inDoubt.map(
      ({ verdict, scenario, because }) => `${symbols[verdict]} ${scenario}: ${because}`,
    ),
    ...outcome(report),
    `  again:  ${again}`,
    `  files:  ${folder}`,
  ].join('\n');
}

/** One line a run, as it ends. */
export const exploredLine = ({ index, verdict, title, because }: Explored): string =>
  `schedule ${index + 1}: ${symbols[verdict]} ${verdict}: ${title}${verdict === 'pass' ? '' : `: ${because}`}`;

function outcome({ endedBy, violation, runs, coverage }: ExplorationReport): readonly string[] {
  const last = runs.at(-1);
  switch (endedBy) {
    case 'violation':
      return [
        `${symbols.fail} violation: ${violation?.because}`,
        `  by:     ${last?.title}`,
        ...(last?.file === undefined ? [] : [`  kept:   ${last.file}`]),
        `  run:    ${last?.replay}`,
        ...(last?.folder === undefined ? [] : [`  next:   npx blackstart shrink ${last.folder}`]),
      ];
    case 'time':
      return [
        coverage.triedCells === 0
          ? `${symbols.unknown} unknown: nothing was tried that could be proven`
          : `${symbols.pass} no violation in the time that there was; what was not tried, nobody knows`,
      ];
    case 'errors':
      return [`${symbols.error} stopped: the last runs could not be carried out: ${last?.because}`];
    case 'interrupted':
      return [`${symbols.error} interrupted; what was seen until then found no violation`];
  }
}

function limits({ limit, atOnce, machines, without }: ExplorationReport): string {
  if (limit === 'beyond') return 'also what it does not promise to survive (--beyond)';
  const most = `no more than ${atOnce} of ${count(machines.length, 'machine')} away at a time`;
  return [most, ...without.map((one) => `left out: ${one}`)].join('\n');
}

function coverageTable({ rows }: Coverage): string {
  const table = new Table({
    head: ['harm', ...states.map((state) => `into: ${state}`), 'met'],
    style: { head: [], border: [], compact: true },
  });
  table.push(...rows.map(rowOf));
  return table.toString();
}

function rowOf({ move, tried, roles }: CoverageRow): string[] {
  const times = (state: State) => (tried[state] === undefined ? '·' : String(tried[state]));
  const met = Object.entries(roles).map(([role, often]) => `${roleWords(role)} ${often}`);
  return [move, ...states.map(times), met.join(', ')];
}

const roleWords = (role: string): string => (role === 'none' ? 'away' : role);

const count = (number: number, what: string): string =>
  `${number} ${what}${number === 1 ? '' : 's'}`;

function verdictsOf(runs: readonly Explored[]): string {
  const kinds = Map.groupBy(runs, ({ verdict }): VerdictKind => verdict);
  return [...kinds].map(([kind, all]) => `${symbols[kind]} ${all.length} ${kind}`).join(', ');
}

/** Exit codes as those of a run: 1 a violation, 0 none, 2 nothing known, 3 could not be carried out. */
export function exploreExitCode({ endedBy, runs }: Exploration): number {
  if (endedBy === 'violation') return 1;
  if (endedBy !== 'time') return 3;
  return runs.some(({ verdict }) => verdict === 'pass') ? 0 : 2;
}

/** A search for a machine; docs/explore.md has its fields. */
export function exploreJson({ violating: _, ...report }: ExplorationReport): object {
  const { violation } = report;
  return {
    format: 'blackstart-exploration',
    version: 1,
    ...report,
    violation: violation === undefined ? null : violation,
  };
}

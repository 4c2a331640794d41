import Table from 'cli-table3';
import type { VerdictKind } from '../core/verdict.ts';
import { worstOf } from './findings.ts';
import { formatFinding, symbols } from './format.ts';
import type { Results } from './results-schema.ts';

/** What is shown of each scenario: the worst of all its runs, blows and workloads. */
const columns: readonly (readonly [measure: string, title: string])[] = [
  ['rto.all', 'all clients served'],
  ['rto.redundancy', 'full redundancy'],
  ['lost-writes', 'lost'],
];

/** Several runs at a glance: one row a scenario, with its verdicts and the worst of what it cost. */
export function matrixReport(runs: readonly Results[]): string {
  const table = new Table({
    head: ['', 'scenario', 'topology', ...columns.map(([, title]) => title)],
    style: { head: [], border: [], compact: true },
    wordWrap: true,
  });
  const scenarios = Map.groupBy(runs, ({ scenario }) => scenario);
  table.push(...[...scenarios.values()].map(rowOf));
  const failed = runs.filter(({ verdict }) => verdict !== 'pass');
  return [
    table.toString(),
    ...failed.map(
      (run) => `${symbols[run.verdict]} ${run.scenario}: ${run.because}\n  again:  ${run.replay}`,
    ),
    `${runs.length} ${runs.length === 1 ? 'run' : 'runs'}: ${countsOf(runs)}`,
  ].join('\n');
}

function rowOf(runs: readonly Results[]): string[] {
  const names = (of: (run: Results) => string) => [...new Set(runs.map(of))].join(', ');
  return [
    countsOf(runs),
    names(({ scenario }) => scenario),
    names(({ topology }) => topology.name),
    ...columns.map(([measure]) => worstCell(runs, measure)),
  ];
}

/** `✓ 9 pass, ✕ 1 fail`. */
function countsOf(runs: readonly Results[]): string {
  const verdicts = Map.groupBy(runs, ({ verdict }): VerdictKind => verdict);
  return [...verdicts].map(([kind, all]) => `${symbols[kind]} ${all.length} ${kind}`).join(', ');
}

/** A run that is in doubt has measured nothing that its cell could stand for. */
function worstCell(runs: readonly Results[], name: string): string {
  const found = runs.flatMap(({ measurements }) =>
    measurements.filter(({ measure }) => measure === name),
  );
  const worst = worstOf(found);
  if (worst === undefined) return '';
  if (worst.status === 'unknown') return 'unknown';
  const inDoubt = runs.some(({ doubts }) => doubts.length > 0);
  return `${formatFinding(worst, worst)}${inDoubt ? ' (in doubt)' : ''}`;
}

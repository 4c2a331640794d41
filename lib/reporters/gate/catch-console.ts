import { styleText } from 'node:util';
import Table from 'cli-table3';
import type { CatchRow, CatchTable, Outcome } from '../../gate/catch-table.ts';
import type { ConsoleOptions } from '../console.ts';
import { effortWords, measureWords, outcomeSymbols, tallyWords } from './catch-words.ts';

const colours = {
  caught: 'green',
  passed: 'green',
  missed: 'red',
  mistaken: 'red',
  open: 'yellow',
  'not run': 'dim',
} as const;

/** What the gate makes of changes of which it is known what it must say; what was not run is said, too. */
export function catchConsole(table: CatchTable, { colour }: ConsoleOptions): string {
  const rows = new Table({
    head: ['', 'mutation', 'by', 'after', 'foretold'],
    style: { head: [], border: [], compact: true },
    wordWrap: true,
    colWidths: [12, 34, 28, 26, 26],
  });
  rows.push(...table.rows.map((row) => cells(row, colour)));
  const open = table.rows.filter(
    ({ outcome }) => !['caught', 'passed', 'not run'].includes(outcome),
  );
  return [
    rows.toString(),
    ...open.map(
      ({ mutation, outcome, result }) => `  ${outcome}: ${mutation.name}: ${result?.because}`,
    ),
    ...tallyWords(table).map((words) => `  ${words}`),
  ].join('\n');
}

const cells = (row: CatchRow, colour: ConsoleOptions['colour']): string[] => [
  paint(row.outcome, colour),
  `${row.mutation.name}\n${row.mutation.effect}: ${row.mutation.kind}`,
  measureWords(row),
  effortWords(row),
  row.result?.foretold.join(', ') ?? '',
];

function paint(outcome: Outcome, colour: ConsoleOptions['colour']): string {
  const words = `${outcomeSymbols[outcome]} ${outcome}`;
  return colour === 'yes' ? styleText(colours[outcome], words, { validateStream: false }) : words;
}

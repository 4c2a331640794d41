import type { CatchRow, CatchTable } from '../../gate/catch-table.ts';
import { escapeMarkdown } from '../escape-markdown.ts';
import { effortWords, measureWords, outcomeSymbols, tallyWords } from './catch-words.ts';

/** A catch table as a page: what each change is, what it must cost and why, and what was measured. */
export function catchMarkdown(table: CatchTable): string {
  const of = (effect: CatchRow['mutation']['effect']) =>
    table.rows.filter(({ mutation }) => mutation.effect === effect);
  return [
    ...tallyWords(table).map((words) => `- ${words}`),
    '',
    '## Harmful',
    '',
    ...rowsOf(
      ['', 'mutation', 'what a person did', 'what it must cost', 'by', 'after'],
      of('harmful'),
    ),
    '',
    '## Harmless',
    '',
    ...rowsOf(
      ['', 'mutation', 'what a person did', 'why it costs nothing', 'by', 'after'],
      of('harmless'),
    ),
    '',
  ].join('\n');
}

const rowsOf = (head: readonly string[], rows: readonly CatchRow[]): readonly string[] => [
  line(head),
  line(head.map(() => '---')),
  ...rows.map((row) => line(cells(row).map(escapeMarkdown))),
];

const line = (texts: readonly string[]): string => `| ${texts.join(' | ')} |`;

function cells(row: CatchRow): readonly string[] {
  const { mutation, outcome } = row;
  return [
    `${outcomeSymbols[outcome]} ${outcome}`,
    `${mutation.name} (${mutation.kind}; ${mutation.scenarios.join(', ')})`,
    mutation.did,
    mutation.costs,
    measureWords(row),
    effortWords(row),
  ];
}

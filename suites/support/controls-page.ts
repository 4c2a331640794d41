import type { Cell, Control } from '../controls.ts';

/** The control matrix as a page. */
export const controlsPage = (controls: readonly Control[]): string =>
  [
    HEAD,
    '| known, and by whom | must be red | must be green |',
    '| --- | --- | --- |',
    ...controls.map(
      ({ truth, source, red, green, open }) =>
        `| ${truth} (${source})${open === undefined ? '' : `<br>*Not shown:* ${open}`} | ${cellsOf(red)} | ${cellsOf(green)} |`,
    ),
    '',
  ].join('\n');

const HEAD = `# The control matrix

What is known to go wrong, and what is known not to, by other evidence than this harness. A harness that does not see the first, or sees the second, is broken. Each cell is a test:
the suite in brackets is part of \`npm test\`.

*n of m red* counts the judged runs on the machine that this was developed on, until 2026-11-22, all versions together; cells without it had none. No red in m runs proves little: with 95 % confidence less than 3 / m.
This page is made from [suites/controls.ts](../suites/controls.ts), and a test sees that every cell claims what stands here.
`;

const cellsOf = (cells: readonly Cell[]): string => cells.map(wordsOf).join('<br>') || '–';

function wordsOf(cell: Cell): string {
  if ('file' in cell) return `${cell.shows} (${cell.file})`;
  const { suite, scenario, by, seen } = cell;
  const measures = by === undefined ? '' : `: ${by.join(', ')}`;
  const count = seen === undefined ? '' : `; ${seen.red} of ${seen.of} red`;
  return `\`${scenario}\`${measures} (${suite}${count})`;
}

import { lineWidth, row, type Span, span, widthOf } from './line.ts';
import { type Ranked, ranks } from './ranked.ts';
import type { Claim, MachineState, RedundancyState } from './state.ts';
import { formatPassing } from './words.ts';

const signs = {
  primary: span('◆', 'good'),
  replica: span('◇', 'good'),
  'no role': span('·', 'dim'),
  runs: span('●', 'good'),
  silent: span('✕', 'bad'),
} as const satisfies Readonly<Record<Claim['is'], Span>>;

/** A row a machine: its power, what it claims in each system, and what it is under. */
export function renderMachines(
  machines: readonly MachineState[],
  columns: number,
): readonly Ranked[] {
  const systems = [
    ...new Set(machines.flatMap(({ claims }) => claims.map(({ system }) => system))),
  ].sort();
  const inWords = tableInWords(machines, systems);
  const fits = inWords.every(({ line }) => lineWidth(line) <= columns);
  return fits ? inWords : tableInSigns(machines, systems);
}

function tableInWords(machines: readonly MachineState[], systems: readonly string[]) {
  const rows = machines.map((machine) => [
    powerSign(machine),
    span(machine.name),
    span(machine.power, powerSign(machine).look),
    ...claimCells(machine, systems, claimInWords),
    span(machine.harms.map(({ fault, number }) => `${fault} (${number})`).join(', '), 'attention'),
  ]);
  return tableOf(['', 'machine', 'power', ...systems, 'under'], rows);
}

function tableInSigns(machines: readonly MachineState[], systems: readonly string[]) {
  const rows = machines.map((machine) => [
    powerSign(machine),
    span(machine.name),
    ...claimCells(machine, systems, ({ is }) => signs[is].text),
    span(machine.harms.map(({ number }) => number).join(' '), 'attention'),
  ]);
  const legend = '   ● power  ○ none  ◆ primary  ◇ replica  · no role  ✕ silent';
  return [
    ...tableOf(['', 'machine', ...systems, 'blow'], rows),
    { line: [span(legend, 'dim')], rank: ranks.heading },
  ];
}

const powerSign = ({ power }: MachineState): Span =>
  power === 'on' ? span('●', 'dim') : span('○', 'attention');

const claimCells = (
  { claims }: MachineState,
  systems: readonly string[],
  say: (claim: Claim) => string,
): readonly Span[] =>
  systems.map((system) => {
    const claim = claims.find((one) => one.system === system);
    return claim === undefined ? span('') : span(say(claim), signs[claim.is].look);
  });

function tableOf(words: readonly string[], rows: readonly (readonly Span[])[]): readonly Ranked[] {
  const heading = words.map((word) => span(word, 'dim'));
  const widths = words.map((_, place) =>
    Math.max(...[heading, ...rows].map((cells) => widthOf(cells[place]?.text ?? ''))),
  );
  return [
    { line: row(heading, widths), rank: ranks.heading },
    ...rows.map((cells) => ({ line: row(cells, widths), rank: ranks.machine })),
  ];
}

const claimInWords = ({ is, forMs }: Claim): string =>
  is === 'silent' ? `✕ silent ${formatPassing(forMs)}` : `${signs[is].text} ${is}`;

/** A line a system that lacks redundancy, and one for those that have all of theirs. */
export function renderRedundancy(redundancies: readonly RedundancyState[]): readonly Ranked[] {
  const lacking = redundancies.filter(({ full }) => !full);
  const full = redundancies.filter((one) => one.full);
  const since = full.map(({ system, forMs }) => `${system} ${formatPassing(forMs)}`);
  return [
    ...lacking.map(({ system, detail, forMs }) => ({
      line: [
        span('✕  ', 'bad'),
        span(`${system} lacks redundancy for ${formatPassing(forMs)}`),
        span(`: ${detail}`, 'dim'),
      ],
      rank: ranks.redundancyLacking,
    })),
    ...(full.length === 0
      ? []
      : [
          {
            line: [span('●  ', 'good'), span(`redundancy full: ${since.join(', ')}`)],
            rank: ranks.redundancyFull,
          },
        ]),
  ];
}

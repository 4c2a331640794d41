import { formatMs } from '../core/duration.ts';
import { type Line, row, type Span, span } from './line.ts';
import { type Ranked, ranks } from './ranked.ts';
import type { Answers, LoadState } from './state.ts';
import { formatPassing } from './words.ts';

const NUMBER = 7;
const headings = ['good/s', 'late', 'failed', 'unknown', 'overdue', 'p50', 'p99'];

/** A row a workload: how many answers of which kind in the last second, and how long they took. */
export function renderLoads(loads: readonly LoadState[]): readonly Ranked[] {
  if (loads.every(({ stage }) => stage === 'to come')) return [];
  const name = Math.max(4, ...loads.map((load) => load.name.length));
  const widths = [1, name, ...headings.map(() => NUMBER)];
  const heading = ['', 'load', ...headings.map((word) => word.padStart(NUMBER))];
  return [
    { line: row(dim(heading), widths), rank: ranks.heading },
    ...loads.map((load) => ({ line: loadLine(load, widths), rank: ranks.load })),
  ];
}

const dim = (words: readonly string[]): readonly Span[] => words.map((word) => span(word, 'dim'));

function loadLine(load: LoadState, widths: readonly number[]): Line {
  if (load.stage === 'stopped') {
    return row([span('·', 'dim'), span(load.name), span('stopped', 'dim')], widths);
  }
  if (load.stage !== 'under way') return row([span('·', 'dim'), span(load.name)], widths);
  const { lately, overdue, awayMs } = load;
  const bad = [lately.late, lately.failed, lately.unknown, overdue];
  const cells = [
    signOf(load),
    span(load.name),
    span(figure(lately.good), awayMs === undefined ? 'plain' : 'bad'),
    ...bad.map((count) => span(figure(count), count > 0 ? 'attention' : 'dim')),
  ];
  return row([...cells, ...latencyCells(load)], widths);
}

/** While nobody is served, for how long that has been is what counts. */
const latencyCells = ({ p50Ms, p99Ms, awayMs }: LoadState): readonly Span[] =>
  awayMs === undefined
    ? [span(latency(p50Ms)), span(latency(p99Ms))]
    : [span(`no good for ${formatPassing(awayMs)}`, 'bad')];

function signOf({ lately, overdue, awayMs }: LoadState): Span {
  if (awayMs !== undefined) return span('✕', 'bad');
  const { late, failed, unknown } = lately;
  return late + failed + unknown + overdue > 0 ? span('!', 'attention') : span('●', 'good');
}

const figure = (count: number): string => count.toLocaleString('en').padStart(NUMBER);

const latency = (ms: number | undefined): string =>
  (ms === undefined ? '–' : formatMs(ms)).padStart(NUMBER);

/** All answers of the run, where the load is over. */
export function renderTotals(loads: readonly LoadState[]): readonly Ranked[] {
  const name = Math.max(4, ...loads.map((load) => load.name.length));
  return loads.map((load) => ({
    line: [...row([span('✓', 'dim'), span(load.name)], [1, name]), span(totals(load.all))],
    rank: ranks.load,
  }));
}

const totals = (answers: Answers): string =>
  (['good', 'late', 'failed', 'unknown'] as const)
    .map((kind) => `${answers[kind].toLocaleString('en')} ${kind}`)
    .join(', ');

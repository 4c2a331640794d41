import { cut, type Line, paint, type Span, span, withRight } from './line.ts';
import { gap, type Ranked, ranks, squeeze } from './ranked.ts';
import { renderBlows } from './render-blows.ts';
import { renderLoads, renderTotals } from './render-loads.ts';
import { renderMachines, renderRedundancy } from './render-machines.ts';
import type { HarnessState, LiveState, PhaseState, Place, RunState } from './state.ts';
import { formatPassing } from './words.ts';

/** Where it is to be shown. */
export interface Sheet {
  readonly columns: number;
  /** At most so many lines. */
  readonly rows: number;
  readonly colour: 'yes' | 'no';
}

/** A trial as lines for a terminal: none wider than that, and not more than it has room for. */
export function render(state: LiveState, { columns, rows, colour }: Sheet): readonly string[] {
  const lines = [...heading(state, columns), ...(state.run ? body(state.run, columns) : [])];
  return squeeze(lines, rows).map((line) => paint(cut(line, columns), colour));
}

function heading(state: LiveState, columns: number): readonly Ranked[] {
  const { scenario, title, place, activity, forMs, notice, run } = state;
  const name: Line = [span(scenario, 'strong'), span(`: ${title}`)];
  const doing: Line = [span(`${formatPassing(forMs).padStart(8)}  `, 'dim'), span(activity)];
  const seed: Line = run === undefined ? [] : [span(`seed ${run.seed}`, 'dim')];
  return [
    { line: withRight(name, placeInWords(place), columns), rank: ranks.title },
    { line: withRight(doing, seed, columns), rank: ranks.activity },
    ...(notice === undefined ? [] : [{ line: [span(`! ${notice}`, 'bad')], rank: ranks.notice }]),
  ];
}

function placeInWords({ scenario, scenarios, trial, trials }: Place): Line {
  const words = [
    ...(scenarios > 1 ? [`scenario ${scenario} of ${scenarios}`] : []),
    ...(trials > 1 ? [`trial ${trial} of ${trials}`] : []),
  ];
  return words.length === 0 ? [] : [span(words.join(', '), 'strong')];
}

function body(run: RunState, columns: number): readonly Ranked[] {
  const isOver = run.loads.length > 0 && run.loads.every(({ stage }) => stage === 'over');
  const sections = [
    [{ line: run.phases.flatMap(phaseSpans), rank: ranks.phases }],
    isOver ? renderTotals(run.loads) : renderLoads(run.loads),
    renderMachines(run.machines, columns),
    // Redundancy ends with the load: the restart that follows is our own doing.
    isOver ? [] : renderRedundancy(run.redundancies),
    renderBlows(run.blows),
    run.harness === undefined ? [] : [{ line: harnessLine(run.harness), rank: ranks.harness }],
  ];
  return sections.filter((section) => section.length > 0).flatMap((section) => [gap, ...section]);
}

function phaseSpans({ phase, stage, forMs }: PhaseState): readonly Span[] {
  switch (stage) {
    case 'to come':
      return [span(`· ${phase}  `, 'dim')];
    case 'under way':
      return [span(`▶ ${phase} ${formatPassing(forMs)}`, 'strong'), span('  ')];
    case 'over':
      return [span(`✓ ${phase} ${formatPassing(forMs)}  `, 'dim')];
  }
}

function harnessLine({ lateMs, worstMs, toleratedMs }: HarnessState): Line {
  const words = `harness late by at most ${round(lateMs)} ms in the last second, ${round(worstMs)} ms in the run`;
  if (worstMs <= toleratedMs) return [span('●  ', 'dim'), span(words, 'dim')];
  return [span('!  ', 'attention'), span(`${words}: blurs results`, 'attention')];
}

const round = (ms: number): string => ms.toFixed(ms < 10 ? 1 : 0);

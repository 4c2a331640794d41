import type { VerdictKind } from '../../core/verdict.ts';
import { symbols } from '../format.ts';
import { markSigns, marksOfAll } from './marks.ts';
import type { Row, Trend } from './trend.ts';
import { counted, formatInstant } from './write.ts';

/** What many runs show together, for a terminal: the night in a line, then what changed or is marked. */
export function trendReport({ rows, runs, night }: Trend): string {
  if (night === undefined) return 'No run has been stored yet.';
  const own = rows.filter(({ isOfNight }) => isOfNight);
  const absent = rows.length - own.length;
  return [
    `${counted(own.length, 'scenario')} in the night to ${formatInstant(night.until)}: ${countsOf(own)}`,
    ...(absent > 0 ? [`${counted(absent, 'scenario')} did not run`] : []),
    ...own.flatMap(changeOf),
    ...rows.flatMap(marksIn),
    `${counted(runs.length, 'run')} of ${counted(rows.length, 'scenario')}`,
  ].join('\n');
}

function countsOf(rows: readonly Row[]): string {
  const verdicts = Map.groupBy(rows, ({ whole }): VerdictKind => whole.kind ?? 'unknown');
  return [...verdicts].map(([kind, all]) => `${symbols[kind]} ${all.length} ${kind}`).join(', ');
}

function changeOf({ scenario, was, whole: { kind }, shown }: Row): readonly string[] {
  if (was === undefined || kind === undefined) return [];
  const because = shown.findLast(({ results }) => results.verdict === kind)?.results.because;
  return [`${symbols[kind]} ${scenario}: ${kind}, was ${was}: ${because}`];
}

const marksIn = ({ scenario, whole, cells }: Row): readonly string[] =>
  marksOfAll(whole, cells).map(({ kind, because }) => `${markSigns[kind]} ${scenario}: ${because}`);

import { type Line, span } from './line.ts';

/** A line, and how readily one does without it where a terminal is low: the lowest rank stays longest. */
export interface Ranked {
  readonly line: Line;
  readonly rank: number;
}

/** From what must be seen to what only makes it easier to read. */
export const ranks = {
  title: 0,
  notice: 1,
  activity: 2,
  phases: 3,
  load: 4,
  blowUnderWay: 5,
  machine: 6,
  redundancyLacking: 7,
  blowToCome: 8,
  redundancyFull: 9,
  harness: 10,
  blowOver: 11,
  heading: 12,
  gap: 13,
} as const;

export const gap: Ranked = { line: [], rank: ranks.gap };

/** As many as fit; what else there would be is counted in the last line. */
export function squeeze(lines: readonly Ranked[], rows: number): readonly Line[] {
  const readable = withoutGaps(lines, lines.length - rows);
  if (readable.length <= rows) return readable.map(({ line }) => line);
  const kept = new Set(
    readable
      .map((one, place) => ({ one, place }))
      .sort((a, b) => a.one.rank - b.one.rank || a.place - b.place)
      .slice(0, Math.max(0, rows - 1))
      .map(({ one }) => one),
  );
  const left = readable.length - kept.size;
  return [
    ...readable.filter((one) => kept.has(one)).map(({ line }) => line),
    [span(`… ${left} more lines on a higher terminal`, 'dim')],
  ].slice(0, Math.max(0, rows));
}

/** Nobody needs to hear of an empty line that was left out. */
function withoutGaps(lines: readonly Ranked[], tooMany: number): readonly Ranked[] {
  let left = tooMany;
  return lines.filter(({ rank }) => {
    if (rank !== ranks.gap || left <= 0) return true;
    left -= 1;
    return false;
  });
}

import { type Html, html } from '../html/markup.ts';
import type { Cell } from './cell.ts';
import { driftInWords, flakyInWords } from './write.ts';

/** A mark on a cell: a shape and a word for the eye, and why in a sentence. */
export interface Mark {
  readonly kind: 'flaky' | 'slower' | 'faster';
  readonly because: string;
}

export const markSigns: Readonly<Record<Mark['kind'], string>> = {
  flaky: '⇄',
  slower: '▲',
  faster: '▼',
};

/** All marks of a cell. */
export function marksOf({ steadiness, drifting }: Cell): readonly Mark[] {
  return [
    ...(steadiness.isFlaky ? [{ kind: 'flaky', because: flakyInWords(steadiness) } as const] : []),
    ...drifting.flatMap(({ measure, subject, drift }) =>
      drift === undefined
        ? []
        : [{ kind: drift.direction, because: `${measure} of ${subject}: ${driftInWords(drift)}` }],
    ),
  ];
}

/** Marks of whole runs that none of the cells beside shows. */
export function marksOfWhole(whole: Cell, cells: readonly Cell[]): readonly Mark[] {
  const isShown = cells.some(({ steadiness }) => steadiness.isFlaky);
  const steadiness = isShown ? { ...whole.steadiness, isFlaky: false } : whole.steadiness;
  const drifting = whole.drifting.filter(({ system }) => system === undefined);
  return marksOf({ ...whole, steadiness, drifting });
}

/** Every mark of a scenario. */
export const marksOfAll = (whole: Cell, cells: readonly Cell[]): readonly Mark[] => [
  ...marksOfWhole(whole, cells),
  ...cells.flatMap(marksOf),
];

/** Marks as they stand in a cell: each kind once. */
export function markWords(marks: readonly Mark[]): readonly Html[] {
  return [...Map.groupBy(marks, ({ kind }) => kind)].map(
    ([kind, all]) =>
      html`<span class="mark ${kind}" title="${all.map(({ because }) => because).join('; ')}"><b aria-hidden="true">${markSigns[kind]}</b> ${kind}</span>`,
  );
}

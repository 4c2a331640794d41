import type { Report } from '../../core/report.ts';
import type { Judgement } from '../../core/verdict.ts';
import { formatFinding } from '../format.ts';
import type { ServiceRow } from '../services.ts';
import { type Html, html } from './markup.ts';
import { markOf } from './service-cells.ts';

/** What else was expected of a service: a row that looks sound must not hide what failed. */
export function othersOf(
  { verdict }: Report,
  service: ServiceRow,
  shown: readonly string[],
): readonly Html[] {
  const own = verdict.judgements.filter(
    (one) => !shown.includes(one.measure.name) && isOf(one, service),
  );
  const held = own.filter((one) => one.verdict === 'pass').length;
  const more =
    held === 0 ? [] : [html`<span class="other">${markOf('pass')}${moreWords(held)}</span>`];
  return [...own.filter((one) => one.verdict !== 'pass').map(line), ...more];
}

/** What is about no one service is about each of them. */
function isOf({ finding }: Judgement, { workload, system }: ServiceRow): boolean {
  const { subject } = finding;
  if (subject.workload !== undefined) return subject.workload === workload;
  return subject.system === undefined || subject.system === system;
}

function line({ measure, finding, verdict }: Judgement): Html {
  const found = finding.status === 'unknown' ? 'unknown' : formatFinding(measure, finding);
  return html`<span class="other">${markOf(verdict)}${measure.name} <b>${found}</b></span>`;
}

const moreWords = (held: number): string =>
  held === 1 ? '1 more expectation holds' : `${held} more expectations hold`;

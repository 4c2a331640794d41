import { formatValue } from '../../core/format-value.ts';
import type { Finding } from '../../core/measure.ts';
import { formatFinding, symbols } from '../format.ts';
import type { ServiceCell } from '../services.ts';
import { type Html, html } from './markup.ts';

/** How long a finding is where it is drawn; what is unknown has no length. */
export function lengthOf(finding: Finding): number {
  switch (finding.status) {
    case 'known':
      return finding.value;
    case 'censored':
      return finding.atLeast;
    case 'unknown':
      return 0;
  }
}

/** A verdict as its sign; who cannot see it hears the word. */
export function markOf(verdict: ServiceCell['verdict']): Html | undefined {
  if (verdict === undefined) return undefined;
  return html`<span class="word ${verdict}"><b role="img" aria-label="${verdict}">${symbols[verdict]}</b></span>`;
}

/** `at most 6.34 s ± 21 ms`; `> 73.7 s`; `unknown`. */
export function figureOf({ measure, worst, findings }: ServiceCell): Html {
  if (worst.status === 'unknown') return html`<b>unknown</b>`;
  const value = formatValue(measure, lengthOf(worst));
  if (worst.status === 'censored') {
    return html`<b>${measure.unit === 'ms' ? '>' : 'at least'} ${value}</b>`;
  }
  const isWorst = measure.unit === 'ms' && findings > 1;
  const blur = worst.resolution > 0 ? formatValue(measure, worst.resolution) : undefined;
  return html`${isWorst ? 'at most ' : undefined}<b>${value}</b>${blur === undefined ? undefined : html` <small class="give">± ${blur}</small>`}`;
}

/** Why it is not known, of how many blows, and what is known of the others. */
export function unknownWords({
  measure,
  worst,
  findings,
  unknown,
  worstSeen,
}: ServiceCell): string {
  if (worst.status !== 'unknown') return '';
  if (worstSeen === undefined || worstSeen.status === 'unknown') return worst.reason;
  return `${worst.reason} (${unknown} of ${findings} blows); of the others at most ${formatFinding(measure, worstSeen)}`;
}

/** What was allowed; nothing where nothing was expected. */
export function boundWords({ measure, bound }: ServiceCell): string {
  if (bound === undefined) return '';
  return bound === 0 ? 'none allowed' : `bound ${formatValue(measure, bound)}`;
}

/** What was found, its resolution as a whisker, and its bound as a line across. */
export function clockBar({ worst, bound, verdict }: ServiceCell, end: number): Html | undefined {
  if (worst.status === 'unknown') return undefined;
  const length = lengthOf(worst);
  const share = (ms: number) => `${((Math.min(ms, end) / end) * 100).toFixed(2)}%`;
  const [left, right] = [Math.max(0, length - worst.resolution), length + worst.resolution];
  return html`<span class="bar ${verdict ?? 'free'} ${worst.status}" aria-hidden="true"><i class="found" style="width:${share(length)}"></i><i class="blur" style="left:${share(left)};width:${share(right - left)}"></i>${bound ? html`<s style="left:${share(bound)}"></s>` : undefined}</span>`;
}

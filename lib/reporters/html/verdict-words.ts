import type { VerdictKind } from '../../core/verdict.ts';
import { symbols } from '../format.ts';
import { type Html, html } from './markup.ts';

/** A verdict as symbol and word. */
export function verdictWord(kind: VerdictKind): Html {
  return html`<span class="word ${kind}"><b aria-hidden="true">${symbols[kind]}</b>${kind}</span>`;
}

/** Whether a proof held, as symbol and word. */
export function heldWord(holds: boolean): Html {
  const kind = holds ? 'pass' : 'fail';
  return html`<span class="word ${kind}"><b aria-hidden="true">${symbols[kind]}</b>${holds ? 'yes' : 'no'}</span>`;
}

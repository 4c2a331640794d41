import type { VerdictKind } from '../../core/verdict.ts';
import { type Html, html } from './markup.ts';

/** The sign beside the word, for who cannot tell the colours apart. */
export const verdictSymbols: Readonly<Record<VerdictKind, string>> = {
  pass: '✓',
  fail: '✕',
  unknown: '?',
  error: '!',
};

/** A verdict as symbol and word. */
export function verdictWord(kind: VerdictKind): Html {
  return html`<span class="word ${kind}"><b aria-hidden="true">${verdictSymbols[kind]}</b>${kind}</span>`;
}

/** Whether a proof held, as symbol and word. */
export function heldWord(holds: boolean): Html {
  const kind = holds ? 'pass' : 'fail';
  return html`<span class="word ${kind}"><b aria-hidden="true">${verdictSymbols[kind]}</b>${holds ? 'yes' : 'no'}</span>`;
}

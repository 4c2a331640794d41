import { formatMs } from '../../core/duration.ts';
import type { Proof } from '../../core/history.ts';
import type { Report } from '../../core/report.ts';
import { type BlowFacts, blowsOf } from '../blows.ts';
import { formatTime } from '../time.ts';
import { faultWords } from '../wording.ts';
import { formatLogs, selectLogs } from './logs.ts';
import { type Html, html } from './markup.ts';
import { heldWord } from './verdict-words.ts';

/** Every blow: what was done to whom, who else saw it, and what the services said meanwhile. */
export function blowSection(report: Report): Html {
  const blows = blowsOf(report.history);
  return html`<section id="blows"><h2>${blows.length === 1 ? 'The blow' : 'The blows'}</h2>
${blows.length === 0 ? html`<p class="empty">No blow was planned.</p>` : undefined}
${blows.map(
  (blow) => html`<article class="blow">
<h3><span class="number">${blow.number}</span> ${deed(blow)}</h3>
<p class="soft">${facts(blow)}</p>
${proofTable(blow)}
${formatLogs(selectLogs(report, blow))}
</article>`,
)}</section>`;
}

function deed({ fault, machines, target, from }: BlowFacts): string {
  return from === undefined
    ? `${faultWords(fault).noun} at ${target}: did not fall, or nobody saw it`
    : faultWords(fault).done(machines);
}

function facts({ target, fault, settings, lastsMs, from, to }: BlowFacts): string {
  const chosen = Object.entries(settings).map(([name, fact]) => `${name} ${fact}`);
  const words = [
    `fault ${fault}`,
    `target ${target}`,
    ...chosen,
    from === undefined ? undefined : `fell at ${formatTime(from)}`,
    `to last ${formatMs(lastsMs)}`,
    from === undefined || to === undefined ? undefined : `healed ${formatMs(to - from)} later`,
  ];
  return words.filter((word) => word !== undefined).join(' · ');
}

/** Proofs that all hold are told by their number; one that does not is seen at once. */
function proofTable({ injectedProofs, healedProofs, from, to }: BlowFacts): Html {
  const proofs = [...injectedProofs, ...healedProofs];
  const holding = proofs.filter(({ holds }) => holds).length;
  const isProven =
    injectedProofs.length > 0 && healedProofs.length > 0 && holding === proofs.length;
  const rows = [
    ...proofRows('injected', from, injectedProofs),
    ...proofRows('healed', to, healedProofs),
  ];
  return html`<details class="proofs"${isProven ? undefined : html` open`}><summary>${heldWord(isProven)} <span>${holding} of ${proofs.length} proofs hold</span> <span class="soft">that it fell, and that it was healed</span></summary>
<table class="proofs"><thead><tr><th>Proof</th><th>Claim</th><th>Seen from</th><th>Observed</th><th>Holds</th></tr></thead><tbody>${rows}</tbody></table></details>`;
}

function proofRows(of: string, at: number | undefined, proofs: readonly Proof[]): readonly Html[] {
  if (proofs.length === 0) {
    const why = at === undefined ? 'did not happen' : 'nobody looked';
    return [
      html`<tr><td>${of}</td><td colspan="3" class="soft">${why}</td><td>${heldWord(false)}</td></tr>`,
    ];
  }
  return proofs.map(
    ({ claim, vantage, observed, holds }) =>
      html`<tr><td>${of}</td><td>${claim}</td><td data-head="seen from">${vantage}</td><td data-head="observed">${observed}</td><td>${heldWord(holds)}</td></tr>`,
  );
}

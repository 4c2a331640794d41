import { readFileSync } from 'node:fs';
import type { GateReport } from '../../gate/gate-report.ts';
import { describeMargin } from '../../gate/margin.ts';
import { movedParts } from '../../gate/predicted-times.ts';
import { type Html, html, trusted } from '../html/markup.ts';
import { dots } from './dots.ts';
import { predictedFor } from './predicted-for.ts';
import {
  aboutWords,
  armWords,
  comparisonWords,
  differenceWords,
  durabilityWords,
  gateSymbols,
  movedWords,
  predictedWords,
  rateWords,
  surpriseWords,
} from './words.ts';

/** A gate as one self-contained page without a script: it loads nothing, and its own policy forbids it to. */
export function gateHtml(report: GateReport): string {
  const { judgement, candidate, baseline } = report;
  const style = readFileSync(`${import.meta.dirname}/style.css`, 'utf8');
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<title>${gateSymbols[judgement.kind]} ${judgement.kind}: ${candidate} against ${baseline}</title>
<style>${trusted(style)}</style>
</head>
<body>
<main>
${summary(report)}
${differences(report)}
${predictions(report)}
${comparisons(report)}
${rates(report)}
${runs(report)}
</main>
</body>
</html>
`.markup;
}

function summary({ judgement, candidate, baseline, trials, startedAt, again }: GateReport): Html {
  const { kind, because, next, unshown, evidence } = judgement;
  return html`<header class="${kind}">
<h1><b>${gateSymbols[kind]} ${kind}</b> ${candidate} against ${baseline}</h1>
<p>${because}</p>
<p><b>Next:</b> ${next}</p>
${kind === 'unknown' && unshown.length > 0 ? html`<ul>${unshown.map(({ why }) => html`<li>${why}</li>`)}</ul>` : undefined}
${evidence.length > 0 ? html`<p class="soft">${evidence.length === 1 ? 'The run that shows it:' : 'The runs that show it:'}</p>` : undefined}
${evidence.map(({ trial }) => html`<pre>${trial.replay}</pre>`)}
<p class="soft">${trials.length} runs from ${startedAt} on. Again:</p>
<pre>${again}</pre>
</header>`;
}

const differences = ({ changes, durability }: GateReport): Html => html`<section>
<h2>What differs</h2>
${durability.map((one) => html`<p><b>Durability:</b> ${durabilityWords(one)}</p>`)}
${changes.map(({ patch }) => html`<pre>${patch.split('\n').map(patchLine)}</pre>`)}
</section>`;

function patchLine(line: string): Html {
  if (line.startsWith('+')) return html`<span class="added">${line}</span>\n`;
  return line.startsWith('-') ? html`<span class="removed">${line}</span>\n` : html`${line}\n`;
}

function predictions(report: GateReport): Html | undefined {
  if (report.predictions.length === 0) return undefined;
  return html`<section>
<h2>What the files predict</h2>
<p class="soft">How long operations should stop (rto.all), from the configuration alone.</p>
<div class="wide"><table>
<thead><tr><th>Of</th><th>Baseline</th><th>Candidate</th><th>Moved by</th></tr></thead>
<tbody>${report.predictions.map(
    (
      time,
    ) => html`<tr><td>${time.workload}, blow ${time.blow + 1}<small>${time.scenario}</small></td>
<td>${predictedWords(time.of.baseline)}</td><td>${predictedWords(time.of.candidate)}</td>
<td>${movedParts(time).map((part) => html`${movedWords(part)}<br>`)}</td></tr>`,
  )}</tbody>
</table></div>
${report.surprises.map((one) => html`<p><b>Finding:</b> ${surpriseWords(one)}</p>`)}
</section>`;
}

function comparisons(report: GateReport): Html | undefined {
  const { judgement, plan } = report;
  if (judgement.comparisons.length === 0) return undefined;
  return html`<section>
<h2>Recovery times</h2>
<p class="soft"><span class="key-baseline">Baseline</span> above, <span class="key-candidate">candidate</span> below; the dashed line is the baseline’s median with its margin (${describeMargin(plan.margin)}). The interval’s ends are each wrong in 5 of 100 gates at most.</p>
<div class="wide"><table>
<thead><tr><th></th><th>Of</th><th>Values</th><th>Baseline</th><th>Candidate</th><th>Difference</th></tr></thead>
<tbody>${judgement.comparisons.map((one) => {
    const predicted = predictedFor(one, report);
    const cell = (arm: 'baseline' | 'candidate') =>
      html`${armWords(one, arm)}${predicted === undefined ? undefined : html`<small>predicted ${predictedWords(predicted.of[arm])}</small>`}`;
    return html`<tr><td>${comparisonWords(one)}</td>
<td>${one.measure.name}<small>${aboutWords(one.subject)}<br>${one.scenario}</small></td>
<td>${dots(one, plan.margin)}</td><td>${cell('baseline')}</td><td>${cell('candidate')}</td>
<td>${differenceWords(one)}</td></tr>`;
  })}</tbody>
</table></div>
</section>`;
}

function rates({ judgement }: GateReport): Html | undefined {
  const seen = judgement.rates.filter(({ of }) => of.baseline.events + of.candidate.events > 0);
  if (seen.length === 0) return undefined;
  return html`<section>
<h2>What was found though nobody expects anything of it</h2>
<div class="wide"><table>
<thead><tr><th>Of</th><th>Baseline</th><th>Candidate</th><th>Chance</th></tr></thead>
<tbody>${seen.map(
    (
      rate,
    ) => html`<tr><td>${rate.measure.name}<small>${aboutWords(rate.subject)}<br>${rate.scenario}</small></td>
<td>${rateWords(rate, 'baseline')}</td><td>${rateWords(rate, 'candidate')}</td><td>p = ${rate.probability.toPrecision(2)}</td></tr>`,
  )}</tbody>
</table></div>
</section>`;
}

const runs = ({ trials }: GateReport): Html => html`<section>
<h2>Runs, in their order</h2>
<div class="wide"><table>
<thead><tr><th>Pair</th><th>Scenario</th><th>Arm</th><th>Verdict</th><th>Again</th></tr></thead>
<tbody>${trials.map(
  ({
    pair,
    scenario,
    arm,
    verdict,
    because,
    replay,
  }) => html`<tr><td>${pair + 1}</td><td>${scenario}</td><td class="key-${arm}">${arm}</td>
<td>${verdict}<small>${because}</small></td><td><code>${replay}</code></td></tr>`,
)}</tbody>
</table></div>
</section>`;

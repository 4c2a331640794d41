import { percentAtLeast, percentAtMost } from '../../statistics/percent.ts';
import { type Html, html } from '../html/markup.ts';
import { listed } from '../wording.ts';
import { chanceToBeMarked } from './flakiness.ts';
import { markSigns } from './marks.ts';
import { rules } from './rules.ts';
import type { Trend } from './trend.ts';

/** By which rules the page marks: with these, anybody gets the same marks from the same runs. */
export function rulesSection({ tests }: Trend): Html {
  const { recentValues, earlierValues, comparedValues, driftLevel, driftShare } = rules;
  const { flakyRuns, nightMs } = rules;
  return html`<section id="rules"><h2>How this page marks</h2>
<dl>
<dt>Night</dt><dd>What began within ${nightMs / 3_600_000} hours before the last run began, and that run. A scenario without a run in the night shows its last one, greyed.</dd>
<dt>Set-up</dt><dd>All that decides a run and is written down, but for the seed: the plan of blows, what is expected, options, and all versions, those of the configuration and of this program’s code among them. Results of early releases hold less of it.</dd>
<dt><span class="mark flaky">${markSigns.flaky} flaky</span></dt><dd>Both passed and failed within the last ${flakyRuns} runs with the newest run’s set-up. Runs that are unknown, skipped or broke say nothing. What a set-up decides is never marked; what fails in one run of ten is, after ${flakyRuns} of them, with a chance of ${percentAtLeast(chanceToBeMarked(0.1, flakyRuns))}. How often it fails has an exact (Clopper-Pearson) bound beside it. The seed may differ: a failed run’s replay line tells whether it is what decides.</dd>
<dt><span class="mark slower">${markSigns.slower} slower</span>, <span class="mark faster">${markSigns.faster} faster</span></dt><dd>The last ${listed(recentValues.map(String))} values of a recovery time, each against those before (at least ${earlierValues}, ${comparedValues} in all): one of them lies elsewhere by the exact Wilcoxon-Mann-Whitney test, with Holm’s correction over all ${tests.toLocaleString('en')} tests on this page, so that where nothing drifts the chance of any such mark on it is at most ${percentAtMost(driftLevel)}; and the medians differ by more than ${percentAtMost(driftShare)} and by more than their resolution. Only runs with the newest run’s plan count, whatever their versions: dotted lines show where those changed. A recovery that was not seen is worse than any that was; what is in doubt is not counted. The test takes runs for independent of each other.</dd>
<dt>Interval</dt><dd>Of the median over the last ${rules.intervalRuns} runs with the newest plan: two order statistics, with the confidence that they have whatever the distribution.</dd>
</dl></section>`;
}

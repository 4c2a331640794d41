import { formatMs } from '../../core/duration.ts';
import { formatSubject } from '../../core/format-subject.ts';
import { formatValue } from '../../core/format-value.ts';
import type { Subject } from '../../core/measure.ts';
import type { Arm } from '../../gate/arms.ts';
import type { Comparison, Series } from '../../gate/comparison.ts';
import type { DurabilityChange } from '../../gate/durability-changes.ts';
import type { GateVerdict } from '../../gate/gate-judgement.ts';
import type { Extent, MovedPart, PredictedTime, Unpredicted } from '../../gate/predicted-times.ts';
import type { Rate } from '../../gate/rate.ts';
import type { Surprise } from '../../gate/surprises.ts';
import type { Span, Trial } from '../../statistics/sample.ts';
import { summarizeTrials } from '../../statistics/summarize-trials.ts';
import { trialOf } from '../trials.ts';

/** The sign beside a word, for who cannot tell the colours apart. */
export const gateSymbols: Readonly<Record<GateVerdict, string>> = {
  pass: '✓',
  fail: '✕',
  unknown: '?',
  error: '!',
};

/** What became of a comparison; one that nobody has claims on is only watched. */
export function comparisonWords({ verdict, isClaimed }: Comparison): string {
  switch (verdict) {
    case 'worse':
      return '✕ worse';
    case 'no worse':
      return '✓ no worse';
    case 'open':
      return isClaimed ? '? open' : '– watched';
  }
}

/** `set, blow 1`. */
export const aboutWords = (subject: Subject): string => formatSubject(subject) || 'the run';

/** What one arm took, in all its runs: `median 6.20 s (5.31 s to 7.12 s), n = 4`. */
export function armWords({ measure, of }: Series, arm: Arm): string {
  const trials = of[arm].map((one): Trial => {
    if (one === undefined) return { kind: 'unknown', reason: 'not found in that run' };
    if (one.span === undefined) return { kind: 'unknown', reason: one.caution };
    return trialOf(one.finding);
  });
  const { n, unknown, median } = summarizeTrials(trials);
  const aside = unknown === 0 ? '' : `, ${unknown} unusable`;
  if (median === undefined) return `unknown (n = 0${aside})`;
  const known = trials.flatMap((trial) => (trial.kind === 'known' ? [trial.value] : []));
  const open = trials.flatMap((trial) => (trial.kind === 'censored' ? [trial.atLeast] : []));
  const least = Math.min(...known, ...open);
  const most =
    open.length > 0
      ? `> ${formatValue(measure, Math.max(...open))}`
      : formatValue(measure, Math.max(...known));
  const range =
    open.length === 0 && least === Math.max(...known)
      ? ''
      : ` (${formatValue(measure, least)} to ${most})`;
  return `${range === '' ? '' : 'median '}${spanWords(median, measure)}${range}, n = ${n}${aside}`;
}

/** By how much the candidate takes longer: `+120 ms (-300 ms to +540 ms)`. */
export function differenceWords({ measure, estimate, interval }: Comparison): string {
  if (estimate === undefined) return 'unknown';
  const middle = signedSpan(estimate, measure);
  if (interval === undefined) return `${middle} (too few to say how surely)`;
  return `${middle} (${signed(interval.atLeast, measure)} to ${signed(interval.atMost, measure)})`;
}

/** `2 of 10`, by arm. */
export const rateWords = ({ of }: Rate, arm: Arm): string => `${of[arm].events} of ${of[arm].n}`;

/** `5.00 s to 8.25 s`. */
export function predictedWords(predicted: PredictedTime['of'][Arm]): string {
  if (isUnpredicted(predicted)) return `no prediction: ${predicted.why}`;
  return extentWords(predicted);
}

/** `evs.suspect_timeout: detected 5.00 s, then 2.00 s`. */
export const movedWords = ({ part, knob, before, after }: MovedPart): string =>
  `${knob}: ${part} ${extentWords(before)} -> ${extentWords(after)}`;

/** `innodb_flush_log_at_trx_commit 1 -> 0: may lose a second of writes ...`. */
export const durabilityWords = ({ knob, before, after }: DurabilityChange): string =>
  `${knob} ${before.value} -> ${after.value}: may lose ${after.loses} (before: ${before.loses})`;

/** What was measured against what was predicted, where that was too little. */
export function surpriseWords(surprise: Surprise): string {
  const { scenario, arm, blow, workload, predictedMaxMs, measuredMs, pairs } = surprise;
  const runs = pairs.length === 1 ? 'a run' : `${pairs.length} runs`;
  return `${scenario}, ${workload}, blow ${blow + 1}: ${runs} of the ${arm} took up to ${formatMs(measuredMs)}, and ${formatMs(predictedMaxMs)} is the most that its files predict`;
}

export const isUnpredicted = (predicted: PredictedTime['of'][Arm]): predicted is Unpredicted =>
  'why' in predicted;

function extentWords(extent: Extent | undefined): string {
  if (extent === undefined) return 'nothing';
  const { minMs, maxMs } = extent;
  if (maxMs === Number.POSITIVE_INFINITY) return `${formatMs(minMs)} on, without a bound`;
  return minMs === maxMs ? formatMs(maxMs) : `${formatMs(minMs)} to ${formatMs(maxMs)}`;
}

type Unit = Series['measure'];

function spanWords({ atLeast, atMost }: Span, unit: Unit): string {
  if (atLeast === atMost) return formatValue(unit, atLeast);
  if (atMost === Number.POSITIVE_INFINITY) return `> ${formatValue(unit, atLeast)}`;
  return `${formatValue(unit, atLeast)} to ${formatValue(unit, atMost)}`;
}

/** The middle of what resolution leaves open; an end that is open stays so. */
function signedSpan({ atLeast, atMost }: Span, unit: Unit): string {
  if (Number.isFinite(atLeast) && Number.isFinite(atMost)) {
    return signed((atLeast + atMost) / 2, unit);
  }
  if (Number.isFinite(atLeast)) return `at least ${signed(atLeast, unit)}`;
  return Number.isFinite(atMost) ? `at most ${signed(atMost, unit)}` : 'unknown';
}

function signed(value: number, unit: Unit): string {
  if (value === Number.POSITIVE_INFINITY) return 'no end';
  if (value === Number.NEGATIVE_INFINITY) return 'no end';
  return `${value > 0 ? '+' : ''}${formatValue(unit, value)}`;
}

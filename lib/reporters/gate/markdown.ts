import type { Comparison } from '../../gate/comparison.ts';
import type { GateReport } from '../../gate/gate-report.ts';
import { describeMargin } from '../../gate/margin.ts';
import { movedParts } from '../../gate/predicted-times.ts';
import { escapeMarkdown, fenced } from '../escape-markdown.ts';
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

/** A longer difference than this is for the page, or for whoever has both folders. */
const PATCH_LINES = 200;

/** A gate as a comment on a change request: the verdict, what was compared, what differs. */
export function gateMarkdown(report: GateReport): string {
  const { judgement, candidate, baseline, startedAt, id, trials } = report;
  const { kind, because, next } = judgement;
  return [
    `### ${gateSymbols[kind]} ${kind}: ${escapeMarkdown(candidate)} against ${escapeMarkdown(baseline)}`,
    escapeMarkdown(because),
    ...(kind === 'pass' ? [] : [`**Next:** ${escapeMarkdown(next)}`]),
    ...listed('Not shown', kind === 'unknown' ? judgement.unshown.map(({ why }) => why) : []),
    ...comparisonTable(report),
    ...rateTable(report),
    ...listed('Measured against predicted', report.surprises.map(surpriseWords)),
    ...listed('Moved by what differs', movedIn(report)),
    ...listed('Durability', report.durability.map(durabilityWords)),
    ...evidenceOf(report),
    `<details><summary>What differs</summary>\n\n${fenced(patchOf(report), 'diff')}\n\n</details>`,
    `Worse is longer by ${escapeMarkdown(describeMargin(report.plan.margin))}. Again:\n\n${fenced(report.again, 'sh')}`,
    `Gate ${escapeMarkdown(id)}, ${trials.length} runs, ${escapeMarkdown(startedAt)}\n`,
  ].join('\n\n');
}

const line = (cells: readonly string[]): string => `| ${cells.map(escapeMarkdown).join(' | ')} |`;

function comparisonTable(report: GateReport): readonly string[] {
  const { comparisons } = report.judgement;
  if (comparisons.length === 0) return [];
  const rows = comparisons.map((one) => [
    comparisonWords(one),
    `${one.measure.name} of ${aboutWords(one.subject)} (${one.scenario})`,
    cell(one, 'baseline', report),
    cell(one, 'candidate', report),
    differenceWords(one),
  ]);
  const head = ['', 'Recovery time', 'Baseline', 'Candidate', 'Difference'];
  return [[line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')];
}

function cell(one: Comparison, arm: 'baseline' | 'candidate', report: GateReport): string {
  const predicted = predictedFor(one, report);
  const words = armWords(one, arm);
  return predicted === undefined
    ? words
    : `${words}; predicted ${predictedWords(predicted.of[arm])}`;
}

function rateTable({ judgement }: GateReport): readonly string[] {
  const seen = judgement.rates.filter(({ of }) => of.baseline.events + of.candidate.events > 0);
  if (seen.length === 0) return [];
  const head = ['Found in runs', 'Baseline', 'Candidate', 'Chance'];
  const rows = seen.map((rate) => [
    `${rate.measure.name} of ${aboutWords(rate.subject)} (${rate.scenario})`,
    rateWords(rate, 'baseline'),
    rateWords(rate, 'candidate'),
    `p = ${rate.probability.toPrecision(2)}`,
  ]);
  return [[line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')];
}

const movedIn = ({ predictions }: GateReport): readonly string[] =>
  predictions.flatMap((time) =>
    movedParts(time).map(
      (part) => `${time.scenario}, ${time.workload}, blow ${time.blow + 1}: ${movedWords(part)}`,
    ),
  );

function evidenceOf({ judgement }: GateReport): readonly string[] {
  const [first] = judgement.evidence;
  return first === undefined
    ? []
    : [`The run that shows it:\n\n${fenced(first.trial.replay, 'sh')}`];
}

function patchOf({ changes }: GateReport): string {
  const lines = changes.flatMap(({ patch }) => patch.split('\n'));
  const more = lines.length - PATCH_LINES;
  return [...lines.slice(0, PATCH_LINES), ...(more > 0 ? [`... and ${more} lines more`] : [])].join(
    '\n',
  );
}

function listed(title: string, items: readonly string[]): readonly string[] {
  if (items.length === 0) return [];
  return [[`**${title}:**`, '', ...items.map((item) => `- ${escapeMarkdown(item)}`)].join('\n')];
}

import { styleText } from 'node:util';
import Table from 'cli-table3';
import type { Comparison } from '../../gate/comparison.ts';
import type { GateVerdict } from '../../gate/gate-judgement.ts';
import type { GateReport } from '../../gate/gate-report.ts';
import type { Rate } from '../../gate/rate.ts';
import type { ConsoleOptions } from '../console.ts';
import { predictedFor } from './predicted-for.ts';
import {
  aboutWords,
  armWords,
  comparisonWords,
  differenceWords,
  gateSymbols,
  predictedWords,
  rateWords,
  surpriseWords,
} from './words.ts';

const colours = { pass: 'green', fail: 'red', unknown: 'yellow', error: 'magenta' } as const;

/** A gate's verdict as a person reads it in a terminal: what was compared, why, and what to do next. */
export function gateConsole(report: GateReport, { colour }: ConsoleOptions): string {
  const { judgement, surprises, trials, again } = report;
  const { kind, because, next, evidence, comparisons, rates, unshown } = judgement;
  const table = new Table({
    head: ['', 'measure', 'of', 'baseline', 'candidate', 'difference'],
    style: { head: [], border: [], compact: true },
    wordWrap: true,
    colWidths: [12, 16, 20, 24, 24, 24],
  });
  table.push(...comparisons.map((one) => comparisonRow(one, report)), ...rates.flatMap(rateRow));
  return [
    ...(table.length === 0 ? [] : [table.toString()]),
    ...surprises.map((one) => `  finding: ${surpriseWords(one)}`),
    ...(kind === 'unknown' ? unshown.map(({ why }) => `  not shown: ${why}`) : []),
    `${paint(kind, colour)}: ${because}`,
    ...evidence.map(
      ({ trial }) =>
        `  run:    ${trial.replay}${trial.folder ? `\n          ${trial.folder}` : ''}`,
    ),
    `  next:   ${next}`,
    `  again:  ${again}  (${trials.length} runs)`,
  ].join('\n');
}

function paint(kind: GateVerdict, colour: ConsoleOptions['colour']): string {
  const words = `${gateSymbols[kind]} ${kind}`;
  return colour === 'yes'
    ? styleText([colours[kind], 'bold'], words, { validateStream: false })
    : words;
}

function comparisonRow(comparison: Comparison, report: GateReport): string[] {
  const { scenario, measure, subject } = comparison;
  const predicted = predictedFor(comparison, report);
  const cell = (arm: 'baseline' | 'candidate') =>
    [
      armWords(comparison, arm),
      ...(predicted === undefined ? [] : [`predicted ${predictedWords(predicted.of[arm])}`]),
    ].join('\n');
  return [
    comparisonWords(comparison),
    measure.name,
    `${scenario}\n${aboutWords(subject)}`,
    cell('baseline'),
    cell('candidate'),
    differenceWords(comparison),
  ];
}

/** Only where something was found at all. */
function rateRow(rate: Rate): string[][] {
  const { scenario, measure, subject, of, verdict } = rate;
  if (of.baseline.events + of.candidate.events === 0) return [];
  return [
    [
      verdict === 'more often' ? '✕ more often' : '– watched',
      measure.name,
      `${scenario}\n${aboutWords(subject)}`,
      rateWords(rate, 'baseline'),
      rateWords(rate, 'candidate'),
      `p = ${rate.probability.toPrecision(2)}`,
    ],
  ];
}

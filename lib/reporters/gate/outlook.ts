import { styleText } from 'node:util';
import Table from 'cli-table3';
import type { GateOutlook } from '../../gate/gate-report.ts';
import { describeMargin } from '../../gate/margin.ts';
import { movedParts, type PredictedTime } from '../../gate/predicted-times.ts';
import type { ConsoleOptions } from '../console.ts';
import { durabilityWords, movedWords, predictedWords } from './words.ts';

/** What a gate says before it starts anything: what differs, and what that should cost. */
export function outlookReport(outlook: GateOutlook, { colour }: ConsoleOptions): string {
  const { baseline, candidate, changes, plan, budgetMs } = outlook;
  const patches = changes.map(({ patch }) => (colour === 'yes' ? painted(patch) : patch));
  const limit = budgetMs === undefined ? '' : `, for at most ${budgetMs / 60_000} min`;
  return [
    `candidate ${candidate} against ${baseline}`,
    '',
    ...patches,
    '',
    predictionTable(outlook.predictions),
    ...outlook.durability.map((one) => `durability: ${durabilityWords(one)}`),
    '',
    `up to ${plan.pairs} ${plan.pairs === 1 ? 'pair' : 'pairs'} of runs of ${plan.scenarios.join(', ')}${limit}; worse is longer by ${describeMargin(plan.margin)}`,
  ].join('\n');
}

const LINES: Readonly<Record<string, 'green' | 'red' | 'cyan'>> = {
  '+': 'green',
  '-': 'red',
  '@': 'cyan',
};

const painted = (patch: string): string =>
  patch
    .split('\n')
    .map((line) => {
      const colour = LINES[line[0] ?? ''];
      return colour === undefined ? line : styleText(colour, line, { validateStream: false });
    })
    .join('\n');

/** Only what moves, or can't be read: the rest is one line. */
function predictionTable(predictions: readonly PredictedTime[]): string {
  const moved = predictions.filter(
    (time) =>
      movedParts(time).length > 0 || 'why' in time.of.baseline || 'why' in time.of.candidate,
  );
  const same = predictions.length - moved.length;
  const rest = `${same} predicted recovery ${same === 1 ? 'time' : 'times'}: the same under both`;
  if (moved.length === 0) {
    return predictions.length === 0
      ? 'predicted: no formula is known for these blows'
      : `predicted: no formula reads what differs; ${rest}`;
  }
  const table = new Table({
    head: ['predicted', 'of', 'baseline', 'candidate', 'by'],
    style: { head: [], border: [], compact: true },
    wordWrap: true,
    colWidths: [20, 18, 18, 18, 34],
  });
  table.push(
    ...moved.map((time) => [
      time.scenario,
      `${time.workload}, blow ${time.blow + 1}`,
      predictedWords(time.of.baseline),
      predictedWords(time.of.candidate),
      movedParts(time).map(movedWords).join('\n'),
    ]),
  );
  return [table.toString(), ...(same > 0 ? [rest] : [])].join('\n');
}

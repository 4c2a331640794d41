import { formatMs } from '../../core/duration.ts';
import type { Blow } from '../../core/schedule.ts';
import { describeTarget } from '../../core/target.ts';
import type { Repeats } from '../../search/repeats.ts';
import type { Shrunk, Step } from '../../search/shrink.ts';
import { symbols } from '../format.ts';

/** What a shrink was about, beside what is left. */
export interface ShrinkReport extends Shrunk {
  readonly repeats: Repeats;
  readonly seed: number;
  /** The blows that there were. */
  readonly before: readonly Blow[];
  /** The smallest scenario; undefined where there is none, or no file can say it. */
  readonly file: string | undefined;
  /** The command that runs it. */
  readonly replay: string;
  readonly folder: string;
}

/** What is left of a schedule, as a person reads it. */
export function shrinkReport(report: ShrinkReport): string {
  const { outcome, scenario, before, repeats, runs, file, replay, folder, violation } = report;
  const judged = `counts: what shows it in ${repeats.needed} of ${repeats.runs} runs`;
  if (outcome === 'not-shown') {
    return [
      `${symbols.unknown} unknown: ${scenario.name} did not show it again in ${count(runs, 'run')}`,
      `  ${judged}`,
      '  next:   give it more chances with --repeat 1/5; blackstart replay says what no repeat can repeat',
    ].join('\n');
  }
  const { schedule } = scenario;
  return [
    `${symbols.fail} ${violation?.measures.join(', ')}: ${violation?.because}`,
    `${count(before.length, 'blow')}, ${formatMs(lasting(before))} of harm -> ${count(schedule.length, 'blow')}, ${formatMs(lasting(schedule))}, in ${count(runs, 'run')}`,
    ...schedule.map((blow, index) => `  ${index + 1}  ${describeBlow(blow)}`),
    `  ${judged}`,
    ...(file === undefined ? [] : [`  kept:   ${file}`]),
    `  again:  ${replay}`,
    `  files:  ${folder}`,
  ].join('\n');
}

/** One line a candidate. */
export const stepLine = ({ what, shown, runs, enough }: Step): string =>
  `${enough === 'yes' ? 'still shows it' : 'does not show it'} ${what} (${shown} of ${count(runs, 'run')})`;

export function describeBlow({ when, fault, target }: Blow): string {
  const time = 'atMs' in when ? `at ${formatMs(when.atMs)}` : 'after recovery';
  const lasts = fault.lastsMs === 0 ? '' : ` for ${formatMs(fault.lastsMs)}`;
  return `${time}: ${fault.kind}${lasts} at ${describeTarget(target)}`;
}

const lasting = (schedule: readonly Blow[]): number =>
  schedule.reduce((sum, { fault }) => sum + fault.lastsMs, 0);

const count = (number: number, what: string): string =>
  `${number} ${what}${number === 1 ? '' : 's'}`;

/** A shrink for a machine; docs/explore.md has its fields. */
export const shrinkJson = (report: ShrinkReport): object => {
  const { outcome, violation, repeats, seed, runs, steps, before, file, replay, folder } = report;
  return {
    format: 'blackstart-shrink',
    version: 1,
    ...{ outcome, scenario: report.scenario.name, seed, repeats, runs },
    violation: violation ?? null,
    before: before.map(describeBlow),
    after: report.scenario.schedule.map(describeBlow),
    file: file ?? null,
    ...{ replay, folder, steps },
  };
};

import type { Report } from '../core/report.ts';
import type { Scenario } from '../core/scenario.ts';
import { fewest } from './fewer-blows.ts';
import { pinned } from './pinned.ts';
import { type Repeats, repeated, type Shown } from './repeats.ts';
import { shortest } from './shortest.ts';
import { showsAgain, type Violation, violationIn } from './violation.ts';
import { blowsOf, type KeptBlow, withSchedule } from './with-schedule.ts';

/** A candidate, tried as often as it took. */
export interface Step extends Shown {
  /** What was changed, in words. */
  readonly what: string;
}

export interface ShrinkOptions {
  readonly scenario: Scenario;
  readonly seed: number;
  /** What must show; whatever the first run that fails shows, where it is not known. */
  readonly violation?: Violation | undefined;
  readonly repeats: Repeats;
  /** Runs a scenario; repeats of one count the seed up. */
  readonly run: (scenario: Scenario, seed: number) => Promise<Pick<Report, 'verdict'>>;
  readonly onStep?: (step: Step) => void;
  /** Told of every scenario that is smaller than those before, and shows it. */
  readonly onSmaller?: (scenario: Scenario) => void;
}

export interface Shrunk {
  /** The smallest that shows it; the scenario as it was where that did not. */
  readonly scenario: Scenario;
  /** `not-shown`: it did not happen again, so that there is nothing to hold on to. */
  readonly outcome: 'shrunk' | 'not-shown';
  readonly violation: Violation | undefined;
  readonly steps: readonly Step[];
  /** How many runs it took. */
  readonly runs: number;
}

/**
 * Drops blows and shortens them for as long as the same expectation fails. What counts is k of n runs;
 * the same schedule is never asked twice.
 */
export async function shrink(options: ShrinkOptions): Promise<Shrunk> {
  const { seed, repeats, run, onStep = () => {}, onSmaller = () => {} } = options;
  const whole = pinned(options.scenario, seed);
  let { violation } = options;
  const steps: Step[] = [];
  const known = new Map<string, boolean>();

  const shows = async (scenario: Scenario, what: string): Promise<boolean> => {
    const key = JSON.stringify(scenario.schedule);
    const before = known.get(key);
    if (before !== undefined) return before;
    const step = {
      what,
      ...(await repeated(repeats, async (repeat) => {
        const report = await run(scenario, seed + repeat);
        violation ??= violationIn(report);
        return violation !== undefined && showsAgain(report, violation);
      })),
    };
    steps.push(step);
    onStep(step);
    known.set(key, step.enough === 'yes');
    if (step.enough === 'yes') onSmaller(scenario);
    return step.enough === 'yes';
  };
  const end = (outcome: Shrunk['outcome'], scenario: Scenario): Shrunk => ({
    ...{ scenario, outcome, violation, steps },
    runs: steps.reduce((sum, { runs }) => sum + runs, 0),
  });

  if (!(await shows(whole, 'as it was'))) return end('not-shown', options.scenario);
  const fewer = await fewest(blowsOf(whole), (part) =>
    shows(withSchedule(whole, part), `with ${blowsInWords(part)} alone`),
  );
  const shorter = await shortened(fewer, (blows, what) => shows(withSchedule(whole, blows), what));
  return end('shrunk', withSchedule(whole, shorter));
}

/** Each blow as short as it may be, one after another. */
async function shortened(
  blows: readonly KeptBlow[],
  shows: (blows: readonly KeptBlow[], what: string) => Promise<boolean>,
): Promise<readonly KeptBlow[]> {
  let all = blows;
  for (const position of blows.keys()) {
    const lasting = (lastsMs: number) =>
      all.map((one, index) => (index === position ? lastingFor(one, lastsMs) : one));
    const { was, blow } = all[position] ?? {};
    if (blow === undefined || was === undefined) continue;
    const lastsMs = await shortest(blow.fault.lastsMs, (tried) =>
      shows(lasting(tried), `blow ${was + 1} for ${tried / 1_000} s`),
    );
    all = lasting(lastsMs);
  }
  return all;
}

const lastingFor = ({ was, blow }: KeptBlow, lastsMs: number): KeptBlow => ({
  was,
  blow: { ...blow, fault: { ...blow.fault, lastsMs } },
});

const blowsInWords = (blows: readonly KeptBlow[]): string =>
  `${blows.length === 1 ? 'blow' : 'blows'} ${blows.map(({ was }) => was + 1).join(', ')}`;

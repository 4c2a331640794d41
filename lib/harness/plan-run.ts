import { formatMs } from '../core/duration.ts';
import type { Expectation, Header } from '../core/history.ts';
import { withProfile } from '../core/profile.ts';
import type { Scenario } from '../core/scenario.ts';
import { type Configs, withConfig } from '../core/with-config.ts';
import type { Environment } from '../engine/endpoint.ts';
import { needsOf } from '../engine/preflight.ts';
import { faults } from '../faults/index.ts';
import { type BlowPrediction, predictionsOf } from '../predictions/of-blow.ts';
import { capabilitiesFor, checkSchedule } from '../run/check-schedule.ts';
import { headerOf } from '../run/header.ts';
import { type PhaseSpans, phaseSpans } from '../run/phase-spans.ts';
import { type Foreseen, planBlows } from '../run/plan-blows.ts';
import { type EarlierRuns, earlierRuns } from './earlier-runs.ts';
import { type Offer, offered } from './offered.ts';
import { newSeed } from './run-id.ts';

/** One blow before it falls. */
export interface BlowPlan {
  /** As reports count them, from 1. */
  readonly number: number;
  readonly blow: Header['schedule'][number];
  /** What the seed adds to its time, ms. */
  readonly jitterMs: number;
  readonly whom: Foreseen;
  /** Bounds on recovery that are about it. */
  readonly expected: readonly Expectation[];
  readonly predicted: readonly BlowPrediction[];
}

/** What a run would do, as far as that is known before it. */
export interface RunPlan {
  readonly header: Header;
  readonly blows: readonly BlowPlan[];
  /** What its machines need together, at most. */
  readonly memoryMiB: number;
  readonly host: readonly Offer[];
  readonly spans: PhaseSpans;
  readonly earlier: EarlierRuns;
}

export interface PlanOptions {
  readonly seed?: number | undefined;
  readonly suites?: string | undefined;
  readonly config?: Configs | undefined;
  readonly profile?: string | undefined;
  readonly reports?: string;
  readonly env?: Environment;
}

/** Looks at everything that a run looks at before it starts anything, and starts nothing. */
export async function planRun(
  wanted: Scenario,
  {
    seed = newSeed(),
    suites,
    config = {},
    profile,
    reports = 'reports',
    env = process.env,
  }: PlanOptions = {},
): Promise<RunPlan> {
  const profiled = profile === undefined ? wanted : withProfile(wanted, profile);
  const scenario = withConfig(profiled, config);
  const { topology, schedule } = scenario;
  const needs = capabilitiesFor(checkSchedule(scenario, faults));
  const header = headerOf(scenario, {
    ...{ run: 'plan', seed, startedAt: 0, versions: {} },
    ...{ suites, config, profile },
  });
  const planned = planBlows(scenario, seed);
  return {
    header,
    blows: header.schedule.map((blow, index) => ({
      number: index + 1,
      blow,
      jitterMs: planned[index]?.jitterMs ?? 0,
      whom: planned[index]?.whom ?? { by: 'name', machines: [] },
      expected: header.expect.filter((one) => isRecovery(one) && isAbout(one, index)),
      predicted: schedule[index] === undefined ? [] : predictionsOf(schedule[index], topology),
    })),
    memoryMiB: needsOf(topology).memoryMiB,
    host: await offered(needs, env),
    spans: phaseSpans(
      scenario,
      planned.map(({ jitterMs }) => jitterMs),
    ),
    earlier: await earlierRuns(reports, { scenario: scenario.name, topology: topology.name }),
  };
}

const isRecovery = ({ measure }: Expectation): boolean =>
  measure.startsWith('rto.') || measure === 'longest-outage';

const isAbout = ({ blow }: Expectation, index: number): boolean =>
  blow === undefined || blow === index;

/** How long a run takes, and what that is known from. */
export interface Estimate {
  readonly leastMs: number;
  readonly mostMs: number;
  readonly because: string;
}

/** From the scenario itself, and from earlier runs here where there are some. */
export function estimateOf({ spans, earlier }: Pick<RunPlan, 'spans' | 'earlier'>): Estimate {
  const own = [spans.steady, spans.chaos, spans.settle];
  const { around, same } = earlier;
  const aroundMs = around === undefined ? 0 : around.formMs + around.finalMs;
  const sum = (end: 'leastMs' | 'mostMs') =>
    own.reduce((total, span) => total + span[end], 0) + aroundMs;
  return {
    leastMs: sum('leastMs'),
    mostMs: sum('mostMs'),
    because: [
      'its own times, from steady at once to every wait at its end',
      around === undefined
        ? 'without forming and the final reads, which no run here has shown yet'
        : `forming ${formatMs(around.formMs)} and final reads ${formatMs(around.finalMs)}, the median of ${runs(around.runs)} of its topology here`,
      ...(same === undefined
        ? []
        : [`${runs(same.runs)} of it here took ${formatMs(same.medianMs)} (median)`]),
    ].join('; '),
  };
}

const runs = (count: number): string => (count === 1 ? 'one run' : `${count} runs`);

import { aboutOf, isSame } from './claims.ts';
import type { Conclusion } from './gate-judgement.ts';
import type { GateTrial, TrialFinding } from './trial.ts';
import { violationOf } from './violations.ts';

/**
 * What single runs decide, whatever others show; undefined where none does. A harness that broke says
 * nothing of anybody; a candidate that breaks an expectation fails, also where the baseline is no good
 * in other ways; and with a baseline that fails or is not steady nothing can be compared.
 */
export function fewRuns(trials: readonly GateTrial[]): Conclusion | undefined {
  return brokenHarness(trials) ?? skipped(trials) ?? candidateFails(trials) ?? badBaseline(trials);
}

/** The product refuses its files, or what they say: no failure of the harness. */
const REFUSED = 'SERVICE_ENDED';
/** It started, and did not become a cluster in time. */
const NOT_FORMED = 'TIMEOUT';

function brokenHarness(trials: readonly GateTrial[]): Conclusion | undefined {
  const broken = trials.find(
    ({ verdict, error }) =>
      verdict === 'error' && error?.code !== REFUSED && error?.code !== NOT_FORMED,
  );
  if (broken === undefined) return undefined;
  return {
    kind: 'error',
    because: `${nameOf(broken)}: ${broken.error?.message ?? broken.because}`,
    next: 'Nothing is said about the candidate: run the gate again.',
    evidence: [{ trial: broken, words: broken.because }],
  };
}

function skipped(trials: readonly GateTrial[]): Conclusion | undefined {
  const open = trials.find(({ verdict }) => verdict === 'skipped');
  if (open === undefined) return undefined;
  return {
    kind: 'unknown',
    because: `${open.scenario} can't be run here: ${open.because}`,
    next: '`blackstart doctor` names what this host lacks, and the cure.',
    evidence: [{ trial: open, words: open.because }],
  };
}

function candidateFails(trials: readonly GateTrial[]): Conclusion | undefined {
  for (const trial of trials.filter(({ arm }) => arm === 'candidate')) {
    const failure = refusal(trial, trials) ?? newLoss(trial, trials);
    if (failure !== undefined) return failed(trial.scenario, failure, [trial]);
  }
  for (const scenario of scenariosOf(trials)) {
    const unformed = neverForms(trials, scenario);
    if (unformed.length > 0) return failed(scenario, unformedWords(unformed), unformed);
    const violation = violationOf('candidate', trials, scenario);
    if (violation === undefined) continue;
    return failed(scenario, `under the candidate ${violation.words}`, violation.runs);
  }
  return undefined;
}

const failed = (scenario: string, words: string, runs: readonly GateTrial[]): Conclusion => ({
  kind: 'fail',
  because: `${scenario}: ${words}`,
  next: 'Look at the run that shows it, and do it again with its line.',
  evidence: runs.map((trial) => ({ trial, words })),
});

const scenariosOf = (trials: readonly GateTrial[]): readonly string[] => [
  ...new Set(trials.map(({ scenario }) => scenario)),
];

/** Only where the baseline's own run was none of that kind. */
export function refusal(trial: GateTrial, trials: readonly GateTrial[]): string | undefined {
  if (trial.error?.code !== REFUSED || baselinesOf(trial, trials).every(isBroken)) return undefined;
  return `under the candidate ${trial.error.message}`;
}

/** Where losses are expected of no configuration, one that only the candidate has is enough. */
export function newLoss(trial: GateTrial, trials: readonly GateTrial[]): string | undefined {
  const lost = lossIn(trial);
  if (lost === undefined) return undefined;
  const known = baselinesOf(trial, trials).filter(({ findings }) =>
    findings.some((one) => isSame(one, lost) && one.span !== undefined),
  );
  if (known.length === 0 || known.some((other) => lossIn(other) !== undefined)) return undefined;
  const { note } = lost.finding;
  const runs = `${known.length} ${known.length === 1 ? 'run' : 'runs'} of the baseline`;
  return `${aboutOf(lost)}${lost.span?.atLeast.toLocaleString('en')} acknowledged writes are lost under the candidate, and none in ${runs}${note === '' ? '' : ` (${note})`}`;
}

const lossIn = ({ findings }: GateTrial): TrialFinding | undefined =>
  findings.find(({ measure, span }) => measure.name === 'lost-writes' && (span?.atLeast ?? 0) > 0);

function badBaseline(trials: readonly GateTrial[]): Conclusion | undefined {
  for (const scenario of scenariosOf(trials)) {
    const violation = violationOf('baseline', trials, scenario);
    if (violation === undefined) continue;
    return noBaseline(`the baseline itself fails: ${scenario}: ${violation.words}`, violation.runs);
  }
  const own = trials.filter(({ arm }) => arm === 'baseline');
  const broken = own.find(({ error }) => error !== undefined);
  if (broken !== undefined) {
    const words = broken.error?.message ?? broken.because;
    return noBaseline(`the baseline itself does not run: ${broken.scenario}: ${words}`, [broken]);
  }
  const unsteady = own.find(({ pair, steady }) => pair === 0 && steady === 'no');
  if (unsteady === undefined) return undefined;
  const words = `the baseline is not steady before anything is harmed: ${unsteady.scenario}`;
  return noBaseline(`${words}: ${unsteady.because}`, [unsteady]);
}

const noBaseline = (because: string, runs: readonly GateTrial[]): Conclusion => ({
  kind: 'unknown',
  because,
  next: 'Nothing can be held against it: correct the baseline, or choose other scenarios.',
  evidence: runs.map((trial) => ({ trial, words: trial.because })),
});

/** A machine that is busy for a minute may make one run late, whatever is configured; not twice one arm alone. */
const TIMES = 2;

/** The candidate's runs that started and became no cluster; none where that may be chance. */
export function neverForms(trials: readonly GateTrial[], scenario: string): readonly GateTrial[] {
  const late = trials.filter((trial) => trial.scenario === scenario && isUnformed(trial));
  const own = late.filter(({ arm }) => arm === 'candidate');
  return own.length - (late.length - own.length) >= TIMES ? own : [];
}

const isUnformed = ({ error }: GateTrial): boolean => error?.code === NOT_FORMED;

const unformedWords = (runs: readonly GateTrial[]): string =>
  `the candidate did not form in ${runs.length} runs: ${runs[0]?.error?.message}`;

/** One such run proves nothing, and a candidate that has one does not pass. */
export function notFormed(trials: readonly GateTrial[]): Conclusion | undefined {
  const open = trials.find(isUnformed);
  if (open === undefined) return undefined;
  return {
    kind: 'unknown',
    because: `${open.scenario}: the ${open.arm} did not form: ${open.error?.message}`,
    next: 'Look at the services’ logs in the folder of that run.',
    evidence: [{ trial: open, words: open.because }],
  };
}

const baselinesOf = ({ scenario }: GateTrial, trials: readonly GateTrial[]) =>
  trials.filter((other) => other.arm === 'baseline' && other.scenario === scenario);

const isBroken = ({ error }: GateTrial): boolean => error !== undefined;

const nameOf = ({ scenario, arm, pair }: GateTrial): string =>
  `${scenario}, ${arm}, pair ${pair + 1}`;

import { cpus, totalmem } from 'node:os';
import { type Clock, monotonicClock } from '../../core/clock.ts';
import type { GateOutlook, GateReport } from '../../gate/gate-report.ts';
import { measuresAgainst } from '../../gate/measures-against.ts';
import type { MutationResult } from '../../gate/mutation-result.ts';
import { movedParts } from '../../gate/predicted-times.ts';
import { type RunGateOptions, runGate } from '../../gate/run-gate.ts';
import { surprisesIn } from '../../gate/surprises.ts';
import { writeGateReports } from '../write-gate-reports.ts';
import type { Held } from './hold-mutation.ts';
import type { PreparedMutation } from './prepare-mutation.ts';

export interface RunMutationOptions extends Pick<RunGateOptions, 'onTrial'> {
  readonly clock?: Clock;
}

/** Holds a mutation against its baseline, and says what was measured; its gate's reports are written. */
export async function runMutation(
  { mutation, digest }: Held,
  { outlook, folder, run }: PreparedMutation,
  { clock = monotonicClock, onTrial }: RunMutationOptions = {},
): Promise<MutationResult> {
  const beganAt = clock.now();
  const { plan, budgetMs } = outlook;
  const gate = await runGate({ plan, clock, budgetMs, run, ...(onTrial && { onTrial }) });
  const { trials, judgement, endedBy } = gate;
  const surprises = surprisesIn(outlook.predictions, trials);
  const report: GateReport = { ...outlook, ...gate, surprises };
  writeGateReports(report, folder);
  return {
    ...{ format: 'blackstart-mutation-result', version: 1 },
    ...{ mutation: mutation.name, digest, startedAt: outlook.startedAt },
    durationMs: Math.round(clock.now() - beganAt),
    ...{ verdict: judgement.kind, because: judgement.because },
    against: [...measuresAgainst(judgement, trials)],
    foretold: [...foretold(outlook)],
    ...{ pairs: judgement.pairs, runs: trials.length, endedBy, seed: plan.seed },
    replay: judgement.evidence.map(({ trial }) => trial.replay),
    machine: `${cpus().length} processors, ${(totalmem() / 2 ** 30).toFixed(1)} GiB`,
  };
}

/** Which knobs the files alone say will cost something: for comparison, never for the verdict. */
function foretold({ durability, predictions }: GateOutlook): ReadonlySet<string> {
  return new Set([
    ...durability.map(({ knob, before, after }) => `${knob} ${before.value} -> ${after.value}`),
    ...predictions.flatMap(movedParts).map(({ knob }) => knob),
  ]);
}

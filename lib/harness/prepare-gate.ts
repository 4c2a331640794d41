import { resolve } from 'node:path';
import type { Scenario } from '../core/scenario.ts';
import { type Arm, type Arms, armsOf } from '../gate/arms.ts';
import { type Baseline, describeBaseline } from '../gate/baseline.ts';
import { durabilityChanges } from '../gate/durability-changes.ts';
import { systemsOf } from '../gate/files.ts';
import type { GateOutlook } from '../gate/gate-report.ts';
import type { Layer } from '../gate/layer.ts';
import type { GatePlan } from '../gate/plan.ts';
import type { FolderOf } from '../gate/predict-blow.ts';
import { predictTimes } from '../gate/predicted-times.ts';
import { writeArms } from '../gate/write-arms.ts';
import { newRunId } from './run-id.ts';

export interface PrepareGateOptions extends Omit<GatePlan, 'scenarios'> {
  readonly scenarios: readonly Scenario[];
  readonly baseline: Baseline;
  readonly candidate: Layer;
  readonly budgetMs: number | undefined;
  /** Where the gate's own folder is made. */
  readonly reports: string;
  /** The command that does it again. */
  readonly again: string;
}

/** A gate that could begin: all that is known without starting anything. */
export interface PreparedGate {
  readonly outlook: GateOutlook;
  readonly arms: readonly Arms[];
  /** Where the files of each scenario's arms lie, by its name. */
  readonly folders: ReadonlyMap<string, Readonly<Record<Arm, FolderOf>>>;
  /** Of the gate. */
  readonly folder: string;
}

/** Holds both configurations against each other, writes their files down, and predicts. */
export function prepareGate(options: PrepareGateOptions): PreparedGate {
  const { baseline, candidate, budgetMs, again, reports, pairs, seed, margin } = options;
  const arms = armsOf(options.scenarios, { baseline, candidate });
  const startedAt = new Date();
  const id = newRunId(startedAt);
  const folder = resolve(reports, `gate-${id}`);
  const written = arms.map((one) => ({ one, own: writeArms(one, `${folder}/files`) }));
  const scenarios = arms.map(({ scenario }) => scenario.name);
  const outlook: GateOutlook = {
    ...{ id, startedAt: startedAt.toISOString(), budgetMs, again },
    plan: { scenarios, pairs, seed, margin },
    baseline: describeBaseline(baseline),
    candidate: candidate.folder,
    changes: distinct(arms.flatMap(({ changes }) => changes)),
    predictions: written.flatMap(({ one, own }) => predictTimes(one, own)),
    durability: distinct(
      written.flatMap(({ one, own }) => durabilityChanges(systemsOf(one.files.candidate), own)),
    ),
  };
  const folders = new Map(written.map(({ one, own }) => [one.scenario.name, own]));
  return { outlook, arms, folders, folder };
}

/** The same difference in several scenarios is one. */
const distinct = <T>(all: readonly T[]): readonly T[] => [
  ...new Map(all.map((one) => [JSON.stringify(one), one])).values(),
];

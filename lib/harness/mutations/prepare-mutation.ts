import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Scenario } from '../../core/scenario.ts';
import { type Change, patchOf } from '../../gate/changes.ts';
import type { GateOutlook } from '../../gate/gate-report.ts';
import { readLayer } from '../../gate/layer.ts';
import type { RunTrial } from '../../gate/run-gate.ts';
import { readScenario } from '../../scenarios/read-scenario.ts';
import { gateTrials } from '../gate-trials.ts';
import { type PrepareGateOptions, prepareGate } from '../prepare-gate.ts';
import { newRunId } from '../run-id.ts';
import { type RunOptions, runScenario } from '../run-scenario.ts';
import { changedScenario } from './changed-scenario.ts';
import type { Held } from './hold-mutation.ts';
import { filesOf } from './read-mutations.ts';

export interface PrepareMutationOptions
  extends Omit<PrepareGateOptions, 'scenarios' | 'baseline' | 'candidate'> {
  readonly run: Pick<RunOptions, 'suites' | 'progress' | 'confirm' | 'signal'>;
}

/** A gate of one mutation, before its first run. */
export interface PreparedMutation {
  readonly outlook: GateOutlook;
  readonly folder: string;
  readonly run: RunTrial;
}

/** The same gate that an operator's change meets: one of files as any other, one of settings likewise. */
export function prepareMutation(held: Held, options: PrepareMutationOptions): PreparedMutation {
  return held.mutation.settings === undefined
    ? ofFiles(held, options)
    : ofSettings(held, held.mutation.settings, options);
}

function ofFiles({ mutation, scenarios }: Held, options: PrepareMutationOptions): PreparedMutation {
  const candidate = readLayer(mutation.name, filesOf(mutation));
  const baseline = { kind: 'profile', name: mutation.baseline } as const;
  const prepared = prepareGate({ ...options, scenarios, baseline, candidate });
  const systems = [...new Set(candidate.files.map(({ system }) => system))];
  const run = gateTrials({ ...prepared, baseline, systems, run: options.run });
  return { outlook: prepared.outlook, folder: prepared.folder, run };
}

/** No product's file changes: the candidate is the scenario with other options, in a file of its own. */
function ofSettings(
  { mutation, scenarios }: Held,
  settings: NonNullable<Held['mutation']['settings']>,
  options: PrepareMutationOptions,
): PreparedMutation {
  const { pairs, seed, margin, budgetMs, again, reports } = options;
  const startedAt = new Date();
  const id = newRunId(startedAt);
  const folder = join(reports, `gate-${id}`);
  const arms = scenarios.map((scenario) => {
    const path = join(folder, 'files', scenario.name, 'candidate.yaml');
    mkdirSync(join(path, '..'), { recursive: true });
    const { before, after } = changedScenario(scenario, settings, join(path, '..'));
    writeFileSync(path, after);
    const change = changeOf(scenario, before, after);
    return { baseline: scenario, candidate: readScenario(relative(process.cwd(), path)), change };
  });
  const outlook: GateOutlook = {
    ...{ id, startedAt: startedAt.toISOString(), budgetMs, again },
    plan: { scenarios: mutation.scenarios, pairs, seed, margin },
    baseline: `profile ${mutation.baseline}`,
    candidate: mutation.folder,
    changes: arms.map(({ change }) => change),
    ...{ predictions: [], durability: [] },
  };
  const run: RunTrial = async ({ scenario: name, arm, seed: own }) => {
    const scenario = arms.find(({ baseline }) => baseline.name === name)?.[arm];
    if (scenario === undefined) throw new RangeError(`no arms of ${name}`);
    const { report, folder: at } = await runScenario(scenario, {
      ...options.run,
      seed: own,
      reports: join(folder, 'runs'),
      profile: mutation.baseline,
    });
    return { report, folder: at };
  };
  return { outlook, folder, run };
}

function changeOf(scenario: Scenario, before: string, after: string): Change {
  const path = `${scenario.name}.yaml`;
  const patch = patchOf({ path, from: `baseline/${path}`, before, after });
  return { system: 'scenario', path, patch };
}

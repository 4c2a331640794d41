import { join, relative } from 'node:path';
import type { Baseline } from '../gate/baseline.ts';
import type { RunTrial } from '../gate/run-gate.ts';
import { STEP_SUMMARY } from './announce-run.ts';
import type { PreparedGate } from './prepare-gate.ts';
import { type RunOptions, runScenario } from './run-scenario.ts';

export interface GateTrialsOptions extends Pick<PreparedGate, 'arms' | 'folders' | 'folder'> {
  readonly baseline: Baseline;
  /** The systems whose files either arm brings along. */
  readonly systems: readonly string[];
  readonly run: Pick<RunOptions, 'suites' | 'progress' | 'confirm' | 'signal'>;
}

/** A gate's runs on real containers: the same scenario, with the files of one arm or the other on top. */
export function gateTrials(options: GateTrialsOptions): RunTrial {
  const { arms, folders, baseline, systems, folder, run } = options;
  const env = { ...process.env };
  // Its own summary is the gate's, not one a run.
  delete env[STEP_SUMMARY];
  return async ({ scenario: name, arm, seed }) => {
    const scenario = arms.find((one) => one.scenario.name === name)?.scenario;
    const folderOf = folders.get(name)?.[arm];
    if (scenario === undefined || folderOf === undefined)
      throw new RangeError(`no arms of ${name}`);
    const present = scenario.topology.machines.flatMap(({ services }) =>
      services.map(({ system }) => system),
    );
    const used = systems.filter((system) => present.includes(system));
    const result = await runScenario(scenario, {
      ...run,
      seed,
      env,
      reports: join(folder, 'runs'),
      profile: baseline.kind === 'profile' ? baseline.name : undefined,
      config: Object.fromEntries(
        used.map((system) => [system, relative(process.cwd(), folderOf(system))]),
      ),
    });
    return { report: result.report, folder: result.folder };
  };
}

import type { Scenario } from '../core/scenario.ts';
import type { Configs } from '../core/with-config.ts';
import { planRun } from '../harness/plan-run.ts';
import { planJson } from './plan-json.ts';
import { planReport } from './plan-report.ts';

export interface DryRunFlags {
  readonly seed?: number;
  readonly config: Configs;
  readonly profile?: string;
  readonly json?: true;
  readonly suites?: string;
  readonly reports: string;
}

/** `blackstart run --dry-run`: what each run would do; a list of them as JSON. */
export async function dryRun(scenarios: readonly Scenario[], flags: DryRunFlags): Promise<void> {
  const { seed, config, profile, suites, reports, json } = flags;
  const plans = [];
  for (const scenario of scenarios) {
    plans.push(await planRun(scenario, { seed, config, profile, suites, reports }));
  }
  if (json === true) console.log(JSON.stringify(plans.map(planJson), null, 2));
  else console.log(plans.map(planReport).join('\n\n'));
}

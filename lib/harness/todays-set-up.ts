import { withProfile } from '../core/profile.ts';
import type { Scenario } from '../core/scenario.ts';
import { withConfig } from '../core/with-config.ts';
import type { SetUp } from '../replay/differences.ts';
import { headerOf } from '../run/header.ts';
import { configurationOf } from './configuration.ts';
import { setupVersions } from './setup-versions.ts';
import type { StoredRun } from './stored-run.ts';

/** The scenario of a stored run as it is carried out: with its profile and configuration on top. */
export function fullScenario({ scenario, asked }: Pick<StoredRun, 'scenario' | 'asked'>): Scenario {
  const { profile, config } = asked;
  return withConfig(profile === undefined ? scenario : withProfile(scenario, profile), config);
}

/** What a run of it would be made of today, as far as that is known before: all but engine and images. */
export function todaysSetUp(stored: Pick<StoredRun, 'scenario' | 'asked' | 'seed'>): SetUp {
  const scenario = fullScenario(stored);
  const { configuration, versions } = configurationOf(scenario.topology);
  return headerOf(scenario, {
    ...{ run: '', seed: stored.seed, startedAt: 0, configuration },
    versions: { ...setupVersions(scenario), ...versions },
  });
}

import { createHash } from 'node:crypto';
import { withProfile } from '../../core/profile.ts';
import type { Scenario } from '../../core/scenario.ts';
import { type Arms, armsOf } from '../../gate/arms.ts';
import type { HeldMutation } from '../../gate/catch-table.ts';
import { type Files, ownFiles } from '../../gate/files.ts';
import { readLayer } from '../../gate/layer.ts';
import type { Mutation } from '../../gate/mutation.ts';
import { settingsIn } from '../../gate/settings-in.ts';
import { chooseScenarios } from '../scenarios.ts';
import { changedScenario } from './changed-scenario.ts';
import { filesOf } from './read-mutations.ts';

/** A mutation beside what it is held against; UsageError where it can't be. */
export interface Held extends HeldMutation {
  readonly scenarios: readonly Scenario[];
}

/** Finds a mutation's scenarios, and sums up all that its runs would be made of. */
export function holdMutation(mutation: Mutation, known: readonly Scenario[]): Held {
  const scenarios = chooseScenarios(known, mutation.scenarios);
  const made = scenarios.map((scenario) => [
    factsOf(scenario),
    mutation.baseline,
    ...armsIn(mutation, scenario),
  ]);
  const digest = createHash('sha256').update(JSON.stringify(made)).digest('hex').slice(0, 12);
  return { mutation, scenarios, digest };
}

/** What differs between the arms, and what does not: comments aside. */
function armsIn(mutation: Mutation, scenario: Scenario): readonly unknown[] {
  const { settings, baseline } = mutation;
  if (settings === undefined) {
    return mutationArms(mutation, [scenario]).flatMap(({ files }) => [
      said(files.baseline),
      said(files.candidate),
    ]);
  }
  return [said(ownFiles(withProfile(scenario, baseline))), changedScenario(scenario, settings)];
}

/** Both arms of a mutation that is one of files. */
export const mutationArms = (mutation: Mutation, scenarios: readonly Scenario[]): readonly Arms[] =>
  armsOf(scenarios, {
    baseline: { kind: 'profile', name: mutation.baseline },
    candidate: readLayer(mutation.name, filesOf(mutation)),
  });

const said = (files: Files) => [...settingsIn(files)].toSorted();

/** All of a scenario that is data. */
const factsOf = ({ topology, workloads, schedule, expect, timing }: Scenario) => ({
  ...{ topology: topology.settings, workloads, schedule, expect, timing },
});

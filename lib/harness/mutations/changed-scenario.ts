import { UsageError } from '../../core/errors.ts';
import { packageFolder } from '../../core/package-folder.ts';
import type { Scenario } from '../../core/scenario.ts';
import type { Mutation } from '../../gate/mutation.ts';
import type { WrittenDocument } from '../../scenarios/document.ts';
import { documentOf } from '../../scenarios/document-of.ts';
import { chosenName, withOptions } from '../../scenarios/with-options.ts';
import { written, yamlOf } from '../../scenarios/write-scenario.ts';

type Changes = NonNullable<Mutation['settings']>;

/** A scenario as a file in this folder has it, before and after some of its options change. */
export interface ChangedScenario {
  readonly before: string;
  readonly after: string;
}

/** Changes options of a scenario's topology and workloads, as a person would in its file. */
export function changedScenario(
  scenario: Scenario,
  { topology = {}, workloads = {} }: Changes,
  folder: string = packageFolder,
): ChangedScenario {
  const document = documentOf(scenario);
  if ('because' in document) {
    throw new UsageError(`${scenario.name}: ${document.because.join('; ')}`, {
      hint: 'Options can be changed in scenarios that a file can hold: `blackstart scenario export`.',
    });
  }
  const before = written(document, folder);
  const names = before.workloads.map(chosenName);
  const strange = Object.keys(workloads).find((name) => !names.includes(name));
  if (strange !== undefined) {
    throw new UsageError(
      `${scenario.name}: expected a workload of ${names.join(', ')}, found '${strange}'`,
      {
        hint: 'Settings of workloads go by what a file of the scenario calls them.',
      },
    );
  }
  const after: WrittenDocument = {
    ...before,
    topology: withOptions(before.topology, topology),
    workloads: before.workloads.map((one) => withOptions(one, workloads[chosenName(one)] ?? {})),
  };
  return { before: yamlOf(before), after: yamlOf(after) };
}

import { UsageError } from '../core/errors.ts';
import type { SurvivalPromise } from '../search/promise.ts';
import { promiseFor, promiseNamed, searchable } from '../search/promises.ts';
import { namedScenarios } from './named-scenarios.ts';
import { loadScenarios } from './scenarios.ts';

/**
 * What a search is about: a topology by its name, or the topology and workloads of a scenario.
 *
 * @throws UsageError that lists what there is
 */
export async function searchSubject(
  name: string,
  suites: string | undefined,
): Promise<SurvivalPromise> {
  if (searchable.includes(name)) return promiseNamed(name);
  const isFile = /\.(ya?ml|json)$/.test(name);
  const isKnown = isFile || (await loadScenarios(suites)).some((one) => one.name === name);
  const [scenario] = isKnown ? await namedScenarios([name], suites) : [];
  if (scenario !== undefined) return promiseFor(scenario);
  throw new UsageError(
    `explore: expected a topology (${searchable.join(', ')}), a scenario or its file, found '${name}'`,
    {
      hint: 'A scenario lends its topology and workloads: blackstart list shows them. docs/explore.md says what each topology promises.',
    },
  );
}

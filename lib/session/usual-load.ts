import { UsageError } from '../core/errors.ts';
import type { System } from '../core/system.ts';
import type { Topology } from '../core/topology.ts';
import { type Named, nameOf } from '../scenarios/named.ts';
import { workloads } from '../workloads/index.ts';

/** What is asked where nobody says what: those that show losses before those that keep nothing. */
const USUALLY = ['set', 'queue', 'objects', 'cache', 'projects', 'requests'];

/**
 * A workload for each system of a topology, in the words of files. Several share the pace that one
 * would have alone, as they share the processors.
 */
export function usualLoad({ name, systems }: Topology): readonly [Named, ...Named[]] {
  const loads = systems.flatMap((system) => loadFor(system) ?? []);
  const taken = new Set<string>();
  const [first, ...more] = loads.map(({ word, system, told, made }) => {
    const own = taken.has(made.name) ? { name: system } : {};
    taken.add(made.name);
    const pace =
      loads.length === 1 ? {} : { ratePerSecond: Math.ceil(made.ratePerSecond / loads.length) };
    return nameOf(word, { ...told, ...own, ...pace });
  });
  if (first !== undefined) return [first, ...more];
  throw new UsageError(`${name}: nothing is known that could be asked of it`, {
    hint: 'Bring up another topology: docs/scenario-settings.md has them.',
  });
}

function loadFor({ name, vocabularies }: System) {
  const usual = USUALLY.flatMap((word) => workloads.filter((recipe) => recipe.word === word)).map(
    (recipe) => ({ word: recipe.word, made: recipe.make({}) }),
  );
  const own = usual.find(({ made }) => made.system === name);
  const other = usual.find(({ made }) => vocabularies[made.vocabulary] !== undefined);
  const found = own ?? other;
  if (found === undefined) return undefined;
  const told = own === undefined ? { on: name } : {};
  return { ...found, system: name, told };
}

import { UsageError } from '../core/errors.ts';
import type { Scenario } from '../core/scenario.ts';
import { importSuites, ownSuites } from './scenarios.ts';

/** Scenarios that a change of one topology's configuration is held against, by its name. */
export type GateSets = Readonly<Record<string, readonly Scenario[]>>;

/** What the files of a folder export as `gateSets`. */
export async function loadGateSets(folder: string = ownSuites): Promise<GateSets> {
  const modules = await importSuites(folder);
  const sets = modules.map((exported) => (exported['gateSets'] ?? {}) as GateSets);
  return Object.assign({}, ...sets);
}

/** One set; without one of that name, every scenario on that topology. */
export function gateSet(
  name: string,
  sets: GateSets,
  scenarios: readonly Scenario[],
): readonly Scenario[] {
  const chosen = sets[name] ?? scenarios.filter(({ topology }) => topology.name === name);
  if (chosen.length > 0) return chosen;
  const known = new Set([...Object.keys(sets), ...scenarios.map(({ topology }) => topology.name)]);
  throw new UsageError(
    `gate: expected a topology with scenarios (${[...known].toSorted().join(', ')}), found '${name}'`,
    {
      hint: 'Choose one with --topology, or name scenarios with --scenario; `blackstart list` shows them.',
    },
  );
}

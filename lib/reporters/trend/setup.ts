import type { StoredResults, StoredRun } from './stored-run.ts';

/** All that decides a run's outcome and is written down: by name, what a person would compare. */
export type Setup = ReadonlyMap<string, string>;

/** The name of the part that says what was done to whom. */
const PLAN = 'plan';

/**
 * What a run was made of, apart from its seed: the plan of its blows, what was expected, the options of
 * the command line, and every version, those of the configuration and of this program's code among them.
 */
export function setupOf({ results }: StoredRun): Setup {
  const { expectations, replay, versions } = results;
  const bounds = expectations.map(({ measure, atMost }) => `${measure} ${atMost}`);
  return new Map([
    [PLAN, planOf(results)],
    ['expectations', distinct(bounds)],
    ['options', replay.replace(/ --seed \d+/, '')],
    ...Object.entries(versions),
  ]);
}

/** Which blows a run was to have; runs of different plans measure different things. */
export function planOf({ blows, topology }: StoredResults): string {
  if (blows === undefined) return 'unknown';
  const planned = blows.map(({ blow, fault, target }) => `${blow} ${fault} ${target}`);
  return `${topology?.name ?? 'unknown'}\n${distinct(planned)}`;
}

/** The names of what differs between two set-ups; none where they are the same. */
export function differences(one: Setup, other: Setup): readonly string[] {
  const names = [...new Set([...one.keys(), ...other.keys()])];
  return names.filter((name) => one.get(name) !== other.get(name));
}

/** A blow that meets machines in turn is listed once a machine, an expectation once a finding. */
const distinct = (lines: readonly string[]): string => [...new Set(lines)].toSorted().join('\n');

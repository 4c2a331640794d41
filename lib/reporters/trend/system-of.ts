import type { StoredResults, StoredSubject } from './stored-run.ts';

/** The system that a finding is about; undefined where it is about the whole run. */
export function systemOf(results: StoredResults, subject: StoredSubject): string | undefined {
  if (subject.system !== undefined) return subject.system;
  if (subject.workload === undefined) return undefined;
  const workload = results.workloads.find(({ name }) => name === subject.workload);
  return workload?.system ?? onlySystem(results);
}

/** Every system that a run has measured or loaded. */
export function systemsOf(results: StoredResults): readonly string[] {
  const loaded = results.workloads.map(({ system }) => system);
  return [...new Set([...loaded, ...namedSystems(results)])];
}

/** Results of early releases do not say whom a workload asks: clear only where there is one system. */
function onlySystem(results: StoredResults): string | undefined {
  const named = namedSystems(results);
  return named.length === 1 ? named[0] : undefined;
}

const namedSystems = ({ measurements }: StoredResults): readonly string[] => [
  ...new Set(measurements.flatMap(({ subject: { system } }) => (system ? [system] : []))),
];

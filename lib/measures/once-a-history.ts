import type { History, WorkloadFacts } from '../core/history.ts';

/** Remembers what is made of a workload's history: most measures ask for the same. */
export function onceAHistory<Made>(
  make: (history: History, workload: WorkloadFacts) => Made,
): (history: History, workload: WorkloadFacts) => Made {
  const known = new WeakMap<History, Map<string, { readonly made: Made }>>();
  return (history, workload) => {
    const all = known.get(history) ?? new Map<string, { readonly made: Made }>();
    known.set(history, all);
    const found = all.get(workload.name) ?? { made: make(history, workload) };
    all.set(workload.name, found);
    return found.made;
  };
}

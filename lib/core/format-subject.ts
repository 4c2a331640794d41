import type { Subject } from './measure.ts';

/** What a finding is about: `set, blow 1`. */
export function formatSubject({ workload, system, blow, step }: Subject): string {
  const number = step === undefined ? '' : `.${step + 1}`;
  const words = [workload, system, blow === undefined ? undefined : `blow ${blow + 1}${number}`];
  return words.filter((word) => word !== undefined).join(', ');
}

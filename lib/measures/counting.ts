import type { Finding, Measure } from '../core/measure.ts';
import type { Count, Question } from './accounts/account.ts';
import { answersOf } from './accounts/index.ts';

/** A measure that asks one question of every workload: a finding for each that can answer. */
export function counting(
  question: Question,
  about: Pick<Measure, 'name' | 'kind' | 'meaning'>,
): Measure {
  return {
    ...about,
    unit: 'count',
    of: (history) =>
      answersOf(question, history).map(({ workload, count }) =>
        settled(count, { workload: workload.name }),
      ),
  };
}

/** Where something is missing, what was found is a lower bound, and nothing found is unknown. */
function settled({ value, evidence, note, missing }: Count, subject: Finding['subject']): Finding {
  const base = { subject, evidence, note };
  if (missing === undefined) return { ...base, status: 'known', value, resolution: 0 };
  if (value === 0) return { ...base, status: 'unknown', reason: missing };
  const both = note === '' ? missing : `${note}; ${missing}`;
  return { ...base, status: 'censored', atLeast: value, resolution: 0, note: both };
}

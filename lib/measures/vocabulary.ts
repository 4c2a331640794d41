import type { ZodType } from 'zod';
import type { History, WorkloadFacts } from '../core/history.ts';
import type { Finding } from '../core/measure.ts';
import { type Probe, probesOf } from './probes.ts';

/** A probe whose operation is one of its vocabulary. */
export interface Spoken<Operation> {
  readonly probe: Probe;
  readonly operation: Operation;
}

/** What a checker rests on: operations by their ids, and other events by their positions. */
interface Grounds {
  readonly ids: readonly number[];
  readonly positions?: readonly number[];
  readonly note: string;
}

/** What a checker came to. */
export type Checked =
  | (Grounds & { readonly status: 'known'; readonly value: number })
  | (Grounds & { readonly status: 'censored'; readonly atLeast: number })
  | { readonly status: 'unknown'; readonly reason: string };

/**
 * The operations of a workload as those of its vocabulary; in words, what is none of it. Who
 * skipped that could call a history sound that is not.
 */
export function speak<Operation>(
  history: History,
  workload: WorkloadFacts,
  schema: ZodType<Operation>,
): readonly Spoken<Operation>[] | string {
  const spoken: Spoken<Operation>[] = [];
  for (const probe of probesOf(history, workload)) {
    const { id, f, value, answer } = probe;
    const operation = schema.safeParse({ f, value, answer });
    if (operation.success) {
      spoken.push({ probe, operation: operation.data });
      continue;
    }
    const words = `${f} ${JSON.stringify(value)}, answered ${JSON.stringify(answer)}`;
    return `operation ${id} is none of the vocabulary ${workload.vocabulary}: ${words}`;
  }
  return spoken;
}

/** In words, the first operation that must have been answered and was not. */
export function unanswered(
  spoken: readonly Spoken<{ readonly f: string; readonly answer?: unknown }>[],
): string | undefined {
  const silent = spoken.find(
    ({ probe, operation }) => probe.outcome === 'ok' && operation.answer === undefined,
  );
  return silent && `${silent.operation.f} ${silent.probe.id} is ok, but has no answer`;
}

/** A finding for each workload of a vocabulary that only one measure judges. */
export function ofVocabulary<Operation>(
  history: History,
  name: string,
  schema: ZodType<Operation>,
  check: (spoken: readonly Spoken<Operation>[], workload: WorkloadFacts) => Checked,
): readonly Finding[] {
  return history.header.workloads
    .filter(({ vocabulary }) => vocabulary === name)
    .map((workload) => {
      const spoken = speak(history, workload, schema);
      const checked: Checked =
        typeof spoken === 'string'
          ? { status: 'unknown', reason: spoken }
          : check(spoken, workload);
      return finding(workload, probesOf(history, workload), checked);
    });
}

function finding(workload: WorkloadFacts, probes: readonly Probe[], checked: Checked): Finding {
  const base = { subject: { workload: workload.name }, resolution: 0 };
  if (checked.status === 'unknown') return { ...base, ...checked, evidence: [], note: '' };
  const { ids, positions = [], ...rest } = checked;
  const wanted = new Set(ids);
  const settled = probes.filter(({ id }) => wanted.has(id)).map((probe) => probe.settled);
  const evidence = [...settled, ...positions].sort((one, other) => one - other);
  return { ...base, ...rest, evidence };
}

/** An outcome as checkers know it: what is still open may have happened. */
export const outcomeOf = ({ outcome }: Probe): 'ok' | 'fail' | 'info' =>
  outcome === 'open' ? 'info' : outcome;

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
 * A finding for each workload of a vocabulary. What is not of the vocabulary makes it unknown: a
 * checker that skipped it could call a history sound that is not.
 */
export function ofVocabulary<Operation>(
  history: History,
  name: string,
  schema: ZodType<Operation>,
  check: (spoken: readonly Spoken<Operation>[], workload: WorkloadFacts) => Checked,
): readonly Finding[] {
  return history.header.workloads
    .filter(({ vocabulary }) => vocabulary === name)
    .map((workload) => {
      const probes = probesOf(history, workload);
      const spoken: Spoken<Operation>[] = [];
      for (const probe of probes) {
        const { f, value, answer } = probe;
        const operation = schema.safeParse({ f, value, answer });
        if (operation.success) {
          spoken.push({ probe, operation: operation.data });
          continue;
        }
        const words = `${f} ${JSON.stringify(value)}, answered ${JSON.stringify(answer)}`;
        const reason = `operation ${probe.id} is none of the vocabulary ${name}: ${words}`;
        return finding(workload, probes, { status: 'unknown', reason });
      }
      return finding(workload, probes, check(spoken, workload));
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

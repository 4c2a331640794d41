import type { History, WorkloadFacts } from '../../core/history.ts';
import { onceAHistory } from '../once-a-history.ts';
import type { Probe } from '../probes.ts';

/** What can be asked of a workload, whatever its vocabulary; a measure asks one of them. */
export type Question =
  | 'lost'
  | 'phantoms'
  | 'divergence'
  | 'duplicates'
  | 'flicker'
  | 'staleReads'
  | 'outOfOrder'
  | 'corrupt'
  | 'failed'
  | 'misrouted'
  | 'missed';

/** The answer: how many, and what that rests on. */
export interface Count {
  readonly value: number;
  /** Positions in the history. */
  readonly evidence: readonly number[];
  readonly note: string;
  /** Why there may be more than that, and why none may be some; undefined where it is all. */
  readonly missing?: string | undefined;
  /** Of what is lost: the acknowledged writes that are gone, for the recovery point. */
  readonly gone?: readonly Probe[];
}

/** How a vocabulary answers: undefined where a question makes no sense of it. */
export interface Account {
  readonly vocabulary: string;
  answer(question: Question, history: History, workload: WorkloadFacts): Count | undefined;
}

export interface AccountPlan<Records> {
  readonly vocabulary: string;
  /** Takes a workload's history apart, once; a string says why that can't be done. */
  readonly open: (history: History, workload: WorkloadFacts) => Records | string;
  /** Those of the questions that make sense. */
  readonly answers: { readonly [Asked in Question]?: (records: Records) => Count };
}

/** The account that one vocabulary gives. */
export function account<Records extends object>({
  vocabulary,
  open,
  answers,
}: AccountPlan<Records>): Account {
  const recordsOf = onceAHistory(open);
  const countsOf = onceAHistory(() => new Map<Question, Count>());
  return {
    vocabulary,
    answer: (question, history, workload) => {
      const answer = answers[question];
      if (answer === undefined) return undefined;
      const counts = countsOf(history, workload);
      const count = counts.get(question) ?? countIn(recordsOf(history, workload), answer);
      counts.set(question, count);
      return count;
    },
  };
}

function countIn<Records extends object>(
  records: Records | string,
  answer: (records: Records) => Count,
): Count {
  if (typeof records !== 'string') return answer(records);
  return { value: 0, evidence: [], note: '', missing: records };
}

import type { History, WorkloadFacts } from '../../core/history.ts';
import type { Account, Count, Question } from './account.ts';
import { block } from './block.ts';
import { cache } from './cache.ts';
import { objects } from './objects.ts';
import { queue } from './queue.ts';
import { requests } from './requests.ts';
import { set } from './set.ts';
import { tcp } from './tcp.ts';

/** Every account. A new vocabulary is a file beside this one, and a name in this list. */
const accounts: readonly Account[] = [set, queue, objects, block, requests, cache, tcp];

/** What each workload answers whose vocabulary knows the question. */
export function answersOf(
  question: Question,
  history: History,
): readonly { readonly workload: WorkloadFacts; readonly count: Count }[] {
  return history.header.workloads.flatMap((workload) => {
    const account = accounts.find(({ vocabulary }) => vocabulary === workload.vocabulary);
    const count = account?.answer(question, history, workload);
    return count === undefined ? [] : [{ workload, count }];
  });
}

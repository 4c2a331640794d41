import { candidates } from './candidates.ts';
import { Configuration, type Mark } from './configuration.ts';
import type { KeyHistory } from './key-history.ts';
import { Memo } from './memo.ts';

/** What a search may use. */
export interface Limits {
  /** ms on the clock of `now`. */
  readonly until: number;
  readonly now: () => number;
  /** Of its memo. */
  readonly bytes: number;
}

export type Search =
  | { readonly found: 'order' }
  | { readonly found: 'no order'; readonly memo: Memo }
  | { readonly found: 'limit'; readonly limit: 'timeMs' | 'memoryMiB' };

interface Branch {
  readonly mark: Mark;
  readonly untried: readonly number[];
  tried: number;
}

/** Configurations between two looks at the clock. */
const BETWEEN_LOOKS = 16;

/**
 * Looks for an order of one register's operations in which each is legal and none is put before
 * one that returned before it was invoked: Wing & Gong, "Testing and verifying concurrent objects"
 * (1993), with the memo of Lowe, "Testing for linearizability" (2017).
 */
export function search(history: KeyHistory, { until, now, bytes }: Limits): Search {
  const configuration = new Configuration(history);
  const memo = new Memo();
  const branches: Branch[] = [];
  for (let visits = 0; ; visits += 1) {
    if (visits % BETWEEN_LOOKS === 0 && now() >= until) return { found: 'limit', limit: 'timeMs' };
    if (memo.bytes > bytes) return { found: 'limit', limit: 'memoryMiB' };
    configuration.takeObservers();
    if (configuration.complete) return { found: 'order' };
    if (memo.add(configuration)) {
      branches.push({
        mark: configuration.mark(),
        untried: candidates(configuration),
        tried: 0,
      });
    }
    if (!goOn(configuration, branches)) return { found: 'no order', memo };
  }
}

/** Takes the next step that is untried, the last branch first; false if there is none. */
function goOn(configuration: Configuration, branches: Branch[]): boolean {
  for (let branch = branches.at(-1); branch !== undefined; branch = branches.at(-1)) {
    const index = branch.untried[branch.tried];
    if (index !== undefined) {
      configuration.backTo(branch.mark);
      branch.tried += 1;
      configuration.take(index);
      return true;
    }
    branches.pop();
  }
  return false;
}

import type { ReadReference, SetResult } from '../../checkers/set/types.ts';
import { formatMs } from '../../core/duration.ts';
import { placeOf } from '../final-reads.ts';
import type { Count } from './account.ts';

/** A set that was read, checked. */
export interface SetRecords {
  readonly result: SetResult;
  /** Reads during the run that were answered with a set. */
  readonly reads: number;
  /** Reads that were answered with something else. */
  readonly strange: number;
  /** Of final reads. */
  readonly missing: string | undefined;
  /** Of operations in the history, by their ids. */
  readonly positions: ReadonlyMap<number, number>;
}

/** Elements that are held more often than they were added. */
export function duplicatesOf(records: SetRecords): Count {
  const { count, examples } = records.result.duplicates;
  return {
    value: count,
    evidence: examples.flatMap(({ seen }) =>
      'read' in seen ? positionsOf([seen.read], records) : [seen.evidence],
    ),
    note: examples
      .slice(0, 3)
      .map(({ value, times, seen }) => `${value} ${times} times in ${readWords(seen)}`)
      .join('; '),
    missing: unreadable(records) ?? records.missing,
  };
}

/** Elements that were seen, then not, and are there in the end. */
export function flickerOf(records: SetRecords): Count {
  const { elements, examples } = records.result.flicker;
  return {
    value: elements,
    evidence: examples.flatMap(({ seenBy, absent }) => positionsOf([seenBy, ...absent], records)),
    note: examples
      .slice(0, 3)
      .map(({ value, durationMs }) => `${value} for up to ${formatMs(durationMs)}`)
      .join('; '),
    missing: unread(records) ?? unreadable(records) ?? records.missing,
  };
}

/** Reads that lack what had been acknowledged before they began. */
export function staleReadsOf(records: SetRecords): Count {
  const { count, examples, worstStalenessMs } = records.result.staleReads;
  const worst = count === 0 ? '' : `; the worst lagged ${formatMs(worstStalenessMs)} behind`;
  return {
    value: count,
    evidence: positionsOf(
      examples.map(({ read }) => read),
      records,
    ),
    note: `of ${records.reads} reads${worst}`,
    missing: unread(records) ?? unreadable(records) ?? records.missing,
  };
}

function unread({ reads, strange }: SetRecords): string | undefined {
  return reads + strange === 0 ? 'the set was not read while it was written' : undefined;
}

function unreadable({ strange }: SetRecords): string | undefined {
  return strange > 0 ? `${strange} reads were answered with no set` : undefined;
}

function positionsOf(ids: readonly number[], { positions }: SetRecords): readonly number[] {
  return ids.flatMap((id) => positions.get(id) ?? []);
}

const readWords = (seen: ReadReference): string =>
  'read' in seen ? `read #${seen.read}` : placeOf(seen);

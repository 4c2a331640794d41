import type { Completion } from '../core/history.ts';
import { type Counted, counted } from './examples.ts';

/** One request through a proxy or to a virtual address. Times are ms on one monotonic axis. */
export interface Request {
  readonly id: number;
  readonly lane: number;
  readonly due: number;
  /** Infinity while open. */
  readonly settledAt: number;
  /** `open` is `info`: nobody knows whether it was served. */
  readonly outcome: Completion['type'] | 'open';
  /** Who answered, in the answer's own words. */
  readonly backend?: string;
  /** Who may answer; absent where anybody may, empty where nobody may. */
  readonly expectedBackends?: readonly string[];
  /** Of the answer, for example 503. */
  readonly status?: number;
}

export interface FailedRequest extends Pick<Request, 'id' | 'lane' | 'due' | 'status'> {}

export interface MisroutedRequest extends FailedRequest {
  readonly backend: string;
  readonly expectedBackends: readonly string[];
}

export interface RequestsResult {
  readonly attempted: number;
  /** Outcome ok, whatever the status. */
  readonly succeeded: number;
  /** Certainly not served, the first due first. */
  readonly failed: Counted<FailedRequest>;
  /** Of unknown fate: neither served nor failed. */
  readonly indeterminate: Counted<FailedRequest>;
  /** Answered, ok or not, by a backend that must not answer. */
  readonly misrouted: Counted<MisroutedRequest>;
  /** Requests by the backend that answered, by name; those that name none are in no count. */
  readonly byBackend: readonly { readonly backend: string; readonly count: number }[];
  /** Requests by status, ascending; those without one are in no count. */
  readonly byStatus: readonly { readonly status: number; readonly count: number }[];
}

/**
 * Counts requests by what became of them. It takes the data at its word: an outcome is never
 * derived from a status, nor a backend from a lane; a request of unknown fate is never misrouted.
 */
export function checkRequests({
  requests,
}: {
  readonly requests: readonly Request[];
}): RequestsResult {
  const ordered = requests.toSorted((one, other) => one.due - other.due || one.id - other.id);
  const succeeded = ordered.filter(({ outcome }) => outcome === 'ok');
  const failed = ordered.filter(({ outcome }) => outcome === 'fail');
  const open = ordered.filter(({ outcome }) => outcome !== 'ok' && outcome !== 'fail');
  return {
    attempted: requests.length,
    succeeded: succeeded.length,
    failed: counted(failed.map(reference)),
    indeterminate: counted(open.map(reference)),
    misrouted: counted(ordered.flatMap(misrouted)),
    byBackend: tally(ordered, ({ backend }) => backend)
      .map(([backend, count]) => ({ backend, count }))
      .sort((one, other) => (one.backend < other.backend ? -1 : 1)),
    byStatus: tally(ordered, ({ status }) => status)
      .map(([status, count]) => ({ status, count }))
      .sort((one, other) => one.status - other.status),
  };
}

function reference({ id, lane, due, status }: Request): FailedRequest {
  return { id, lane, due, ...(status === undefined ? {} : { status }) };
}

function misrouted(request: Request): readonly MisroutedRequest[] {
  const { outcome, backend, expectedBackends } = request;
  if (outcome !== 'ok' && outcome !== 'fail') return [];
  if (backend === undefined || expectedBackends === undefined) return [];
  if (expectedBackends.includes(backend)) return [];
  return [{ ...reference(request), backend, expectedBackends }];
}

function tally<Key>(
  requests: readonly Request[],
  keyOf: (request: Request) => Key | undefined,
): readonly (readonly [Key, number])[] {
  const counts = new Map<Key, number>();
  for (const request of requests) {
    const key = keyOf(request);
    if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts];
}

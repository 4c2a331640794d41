import { z } from 'zod';
import { checkRequests, type Request, type RequestsResult } from '../../checkers/requests.ts';
import type { History, WorkloadFacts } from '../../core/history.ts';
import { type Spoken, speak } from '../vocabulary.ts';
import { account, type Count } from './account.ts';

/** Who answered, with what status, and who may answer; null where nobody did. */
const answerSchema = z.object({
  backend: z.string().nullable(),
  status: z.int().nullable(),
  expected: z.array(z.string()).optional(),
});

/** The vocabulary `requests`: get a path, or whatever the system is asked for by default. */
export const requestsSchema = z.object({
  f: z.literal('get'),
  value: z.string().nullable(),
  answer: answerSchema.optional(),
});

interface Records {
  readonly requests: readonly Request[];
  readonly result: RequestsResult;
  /** Of requests in the history, by their ids. */
  readonly positions: ReadonlyMap<number, number>;
}

/** What requests make of the questions: nothing is kept, so nothing is read in the end. */
export const requests = account<Records>({
  vocabulary: 'requests',
  open,
  answers: { failed: failedOf, misrouted: misroutedOf },
});

function open(history: History, workload: WorkloadFacts): Records | string {
  const spoken = speak(history, workload, requestsSchema);
  if (typeof spoken === 'string') return spoken;
  const all = spoken.map(requestOf);
  return {
    requests: all,
    result: checkRequests({ requests: all }),
    positions: new Map(spoken.map(({ probe: { id, settled } }) => [id, settled])),
  };
}

function requestOf({ probe, operation }: Spoken<z.infer<typeof requestsSchema>>): Request {
  const { id, lane, due, settledAt, outcome } = probe;
  const { backend = null, status = null, expected } = operation.answer ?? {};
  return {
    id,
    lane,
    due,
    settledAt,
    outcome,
    ...(backend === null ? {} : { backend }),
    ...(status === null ? {} : { status }),
    ...(expected === undefined ? {} : { expectedBackends: expected }),
  };
}

function failedOf({ requests: all, result, positions }: Records): Count {
  const failed = all.filter(({ outcome }) => outcome === 'fail');
  const statuses = Map.groupBy(failed, ({ status }) => status);
  const words = [...statuses]
    .toSorted(([one = 0], [other = 0]) => one - other)
    .map(([status, { length }]) => `${status ?? 'without a status'}: ${length}`);
  return {
    value: failed.length,
    evidence: failed.flatMap(({ id }) => positions.get(id) ?? []),
    note: [
      `of ${all.length} requests`,
      ...words,
      ...(result.indeterminate.count > 0 ? [`of unknown fate: ${result.indeterminate.count}`] : []),
    ].join('; '),
    missing: all.length === 0 ? 'no request was ever due' : undefined,
  };
}

function misroutedOf({ requests: all, result, positions }: Records): Count {
  const { count, examples } = result.misrouted;
  const judged = all.filter(
    (one) => one.backend !== undefined && one.expectedBackends !== undefined,
  );
  return {
    value: count,
    evidence: examples.flatMap(({ id }) => positions.get(id) ?? []),
    note: [
      ...examples
        .slice(0, 3)
        .map(
          ({ id, backend, expectedBackends }) =>
            `#${id} by ${backend}, expected ${expectedBackends.join(' or ') || 'nobody'}`,
        ),
      `answered by ${result.byBackend.map((one) => `${one.backend}: ${one.count}`).join(', ')}`,
    ].join('; '),
    missing:
      judged.length === 0 ? 'no answer says both who gave it and who may give it' : undefined,
  };
}

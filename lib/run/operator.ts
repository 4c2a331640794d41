import type { Clock } from '../core/clock.ts';
import type { Recorder } from '../core/history.ts';
import type { Machine } from '../core/machine.ts';
import type { Client, Vocabulary } from '../core/system.ts';
import type { Timeline } from '../core/timeline.ts';
import type { Workload } from '../core/workload.ts';

export interface OperatorOptions {
  readonly clock: Clock;
  readonly timeline: Timeline;
  readonly recorder: Recorder;
  readonly workload: Workload;
  readonly vocabulary: Vocabulary;
  readonly machines: readonly Machine[];
  /** Where it goes on from, if it was stopped before: ids are asked for once each. */
  readonly firstId?: number;
}

/** Load under way. */
export interface Operator extends AsyncDisposable {
  readonly workload: string;
  /** The id that comes after those that were asked for. */
  nextId(): number;
  /** For how long every probe has been good, in ms; 0 while one is overdue. */
  goodForMs(): number;
  /** The latest start of an operation after its due time since the last call, in ms. */
  takeLatenessMs(): number;
  /** Issues nothing more and waits for what is under way. */
  stop(): Promise<void>;
}

/**
 * Acts on a workload's schedule in open arrival: operations start when they are due, whether or
 * not earlier ones have been answered, so that an outage is asked about for as long as it lasts.
 */
export function startOperator(options: OperatorOptions): Operator {
  const { clock, timeline, recorder, workload, vocabulary, machines, firstId = 0 } = options;
  const { name, lanes, ratePerSecond, timeoutMs, deadlineMs, settings = {} } = workload;
  const clients: readonly Client[] = Array.from({ length: lanes }, (_, lane) =>
    vocabulary.open(machines, { clock, lane, timeoutMs, settings }),
  );
  const intervalMs = 1_000 / ratePerSecond;
  const startedAt = clock.now();
  const underWay = new Map<number, { readonly due: number; readonly done: Promise<void> }>();
  const stopping = new AbortController();
  let notGoodAt = startedAt;
  let latenessMs = 0;
  let next = firstId;

  const act = async (id: number, due: number, client: Client): Promise<void> => {
    const operation = workload.operation(id);
    latenessMs = Math.max(latenessMs, clock.now() - due);
    const lane = id % lanes;
    recorder.record({
      t: timeline.now(),
      type: 'invoke',
      workload: name,
      id,
      lane,
      due: timeline.at(due),
      ...operation,
    });
    const { type, ...answer } = await client.invoke(operation);
    const settledAt = clock.now();
    recorder.record({ t: timeline.at(settledAt), type, workload: name, id, ...answer });
    if (type !== 'ok' || settledAt - due > deadlineMs) notGoodAt = settledAt;
  };

  const issue = async (): Promise<void> => {
    for (; !stopping.signal.aborted; next += 1) {
      const id = next;
      const due = startedAt + (id - firstId) * intervalMs;
      await sleepUntil(due, clock, stopping.signal);
      const client = clients[id % lanes];
      if (stopping.signal.aborted || client === undefined) return;
      underWay.set(id, { due, done: act(id, due, client).finally(() => underWay.delete(id)) });
    }
  };

  const issuing = issue();
  const stop = async (): Promise<void> => {
    stopping.abort();
    await issuing;
    await Promise.all([...underWay.values()].map(({ done }) => done));
  };
  return {
    workload: name,
    nextId: () => next,
    goodForMs: () => {
      const [oldest] = underWay.values();
      const now = clock.now();
      if (oldest !== undefined && now - oldest.due > deadlineMs) return 0;
      return now - notGoodAt;
    },
    takeLatenessMs: () => {
      const latest = latenessMs;
      latenessMs = 0;
      return latest;
    },
    stop,
    [Symbol.asyncDispose]: async () => {
      await stop();
      await Promise.all(clients.map((client) => client[Symbol.asyncDispose]()));
    },
  };
}

/** Returns when it is time, or early when the signal aborts. */
async function sleepUntil(time: number, clock: Clock, signal: AbortSignal): Promise<void> {
  for (let left = time - clock.now(); left > 0 && !signal.aborted; left = time - clock.now()) {
    await clock.sleep(left, signal).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }
}

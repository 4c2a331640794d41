import { monotonicClock } from '../../core/clock.ts';
import type { Machine } from '../../core/machine.ts';
import type { Observation, Redundancy, Watcher } from '../../core/system.ts';
import { within } from '../../core/within.ts';
import {
  type Asking,
  askForCluster,
  askForQueue,
  type ClusterAnswer,
  type QueueAnswer,
} from './answers.ts';

/** A node that has not answered within this counts as unreachable. */
const ANSWER_WITHIN_MS = 500;
/** A question is given up after this; until then the node is not asked again. */
const GIVE_UP_AFTER_MS = 5_000;
/** What a node said of its cluster is believed this long. */
const BELIEVE_FOR_MS = 2_000;

/**
 * Watches one node through its management API. It is primary while it has the queue's leader and, for
 * a quorum queue, a majority of the members: then it acts in the name of all that have a copy.
 */
export function watchRabbitmq(machine: Machine, all: readonly Machine[]): Watcher {
  const asking: Asking = { all, withinMs: GIVE_UP_AFTER_MS };
  const cluster = lastAnswer(() => askForCluster(machine, asking));
  let waiting = false;
  const ask = async (): Promise<QueueAnswer | undefined> => {
    waiting = true;
    return askForQueue(machine, asking).finally(() => {
      waiting = false;
    });
  };
  return {
    observe: async () => {
      if (waiting) {
        await monotonicClock.sleep(ANSWER_WITHIN_MS / 5);
        return unreachable;
      }
      const answer = await within(monotonicClock, ANSWER_WITHIN_MS, ask()).catch(
        () => 'late' as const,
      );
      if (answer === 'late') return unreachable;
      return observationOf(machine.name, answer.value, cluster.take());
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
}

const unreachable: Observation = { reachable: false, role: 'none', members: [], state: {} };

/** Asks beside what else is asked, one question at a time, and keeps the answer for a while. */
function lastAnswer<T>(ask: () => Promise<T>): { take(): T | undefined } {
  let asking = false;
  let held: { readonly value: T; readonly askedAt: number } | undefined;
  const next = (): void => {
    asking = true;
    const askedAt = monotonicClock.now();
    const settle = (answer: typeof held): void => {
      held = answer;
      asking = false;
    };
    ask().then(
      (value) => settle({ value, askedAt }),
      () => settle(undefined),
    );
  };
  return {
    take: () => {
      if (!asking) next();
      if (held === undefined || monotonicClock.now() - held.askedAt > BELIEVE_FOR_MS) return;
      return held.value;
    },
  };
}

/** What a node's answers make of it. */
export function observationOf(
  self: string,
  queue: QueueAnswer | undefined,
  cluster: ClusterAnswer | undefined,
): Observation {
  const state = {
    running: cluster?.running.join(' ') ?? null,
    partitioned: cluster?.partitioned.join(' ') ?? null,
    leader: queue?.leader ?? null,
    copies: queue?.copies.join(' ') ?? null,
    synchronised: queue?.synchronised.join(' ') ?? null,
  };
  if (queue === undefined) return { reachable: true, role: 'none', members: [], state };
  const decides = queue.copies.length > queue.voters / 2;
  return {
    reachable: true,
    role: roleOf(self, queue, decides),
    members: queue.copies,
    state,
  };
}

function roleOf(
  self: string,
  { leader, copies }: QueueAnswer,
  decides: boolean,
): Observation['role'] {
  if (leader === self) return decides ? 'primary' : 'none';
  return copies.includes(self) ? 'replica' : 'none';
}

/** Full: every node sees all others, one leads the queue, and every copy has all of it. */
export const rabbitmqRedundancy =
  (copies: number) =>
  (observations: ReadonlyMap<string, Observation>): Redundancy => {
    const nodes = [...observations.values()];
    const together = nodes.filter((node) => seesAll(node, nodes.length)).length;
    const leaders = nodes.filter(({ role }) => role === 'primary');
    const [leader] = leaders;
    const synchronised = wordsOf(leader?.state['synchronised']).length;
    return {
      full: together === nodes.length && leaders.length === 1 && synchronised === copies,
      detail: `${together} of ${nodes.length} nodes see all, ${leaders.length} leaders, ${synchronised} of ${copies} copies in sync`,
    };
  };

/** Whether a node sees that all run, and of no partition. */
export const seesAll = ({ reachable, state }: Observation, nodes: number): boolean =>
  reachable && wordsOf(state['running']).length === nodes && state['partitioned'] === '';

const wordsOf = (text: unknown): readonly string[] =>
  typeof text === 'string' && text !== '' ? text.split(' ') : [];

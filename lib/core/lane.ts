import type { Clock } from './clock.ts';
import { Latch } from './latch.ts';
import type { Host } from './machine.ts';
import type { Client, Operation, Outcome } from './system.ts';
import { Turns } from './turns.ts';
import { within } from './within.ts';

/** One connection of a lane to one machine. */
export interface Session {
  /** Never rejects; what the driver says of an error is classified by the system. */
  execute(operation: Operation): Promise<Outcome>;
  /** Whether the connection is of no more use: lost, or its server does not serve. */
  readonly broken: boolean;
  /** Closes at once, whatever is under way. */
  destroy(): void;
}

export interface LaneSettings<M extends Host> {
  readonly clock: Clock;
  /** In order of preference; the lane walks through them and starts over. */
  readonly machines: readonly M[];
  /** Bounds the wait for a turn and a connection, and then, anew, the wait for the answer. */
  readonly timeoutMs: number;
  /** Pause after a connection failed. */
  readonly backOffMs: number;
  /** Rejects where the machine does not let the client in. */
  readonly connect: (machine: M, withinMs: number) => Promise<Session>;
}

/**
 * A client as services have them: one connection, one operation on it at a time, and the next
 * host of the list when it is lost or does not answer in time.
 *
 * An operation that was never sent is `fail`; one that was sent and got no answer is `info`. What
 * waits behind a stuck operation does not cut that one's time short: otherwise every outage would
 * be a storm of reconnects.
 */
export function openLane<M extends Host>({
  clock,
  machines,
  timeoutMs,
  backOffMs,
  connect,
}: LaneSettings<M>): Client {
  if (machines.length === 0) throw new RangeError('a lane needs at least one machine');
  const closing = new AbortController();
  let attempts = 0;
  let session: Latch<Session> | undefined;
  const turns = new Turns();

  const nextSession = async (): Promise<Session> => {
    for (;;) {
      closing.signal.throwIfAborted();
      const machine = machines[attempts % machines.length];
      attempts += 1;
      if (machine === undefined) throw new RangeError(`no machine for attempt ${attempts}`);
      try {
        return await connect(machine, timeoutMs);
      } catch {
        await clock.sleep(backOffMs, closing.signal);
      }
    }
  };
  const begin = (): Latch<Session> => {
    const latch = new Latch<Session>();
    nextSession().then(
      (found) => {
        if (closing.signal.aborted) found.destroy();
        else latch.open(found);
      },
      () => 'the lane is closed',
    );
    return latch;
  };
  const drop = (lost: Session): void => {
    lost.destroy();
    session = undefined;
  };

  const execute = async (operation: Operation, giveUpAt: number): Promise<Outcome> => {
    session ??= begin();
    const found = await session.wait(clock, giveUpAt - clock.now());
    if (found === 'late') return notSent('no connection');
    const { value: current } = found;
    if (current.broken) {
      drop(current);
      return execute(operation, giveUpAt);
    }
    const answer = await within(clock, timeoutMs, current.execute(operation));
    if (answer === 'late' || current.broken) drop(current);
    return answer === 'late' ? noAnswer(timeoutMs) : answer.value;
  };

  return {
    invoke: async (operation) => {
      const giveUpAt = clock.now() + timeoutMs;
      if (!(await turns.take(clock, timeoutMs))) {
        return notSent('the operations before it took too long');
      }
      try {
        return await execute(operation, giveUpAt);
      } finally {
        turns.pass();
      }
    },
    [Symbol.asyncDispose]: async () => {
      closing.abort();
      session?.value?.destroy();
    },
  };
}

const notSent = (why: string): Outcome => ({
  type: 'fail',
  error: { code: 'NOT_SENT', message: `given up before it was sent: ${why}` },
});

const noAnswer = (timeoutMs: number): Outcome => ({
  type: 'info',
  error: { code: 'NO_ANSWER', message: `no answer within ${timeoutMs} ms` },
});

import type { Clock } from '../core/clock.ts';
import { messageOf } from '../core/errors.ts';
import type { EventOf, Recorder } from '../core/history.ts';
import type { Progress } from '../core/progress.ts';
import type { Timeline } from '../core/timeline.ts';
import type { Loads, PlacedSystem } from './loads.ts';
import { backward, forward } from './order.ts';

export interface FinalOptions extends Loads {
  readonly clock: Clock;
  readonly timeline: Timeline;
  readonly recorder: Recorder;
  readonly progress: Progress;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads every node directly, all that it holds before the next: making it the one that answers may
 * take a system seconds. A node that can't be read is recorded as such.
 */
export async function readEveryNode(
  pass: EventOf<'final-read'>['pass'],
  { loads, timeline, recorder, progress, signal }: FinalOptions,
): Promise<void> {
  progress(`reading every node (${pass})`);
  for (const machine of new Set(loads.flatMap(({ machines }) => machines))) {
    for (const { workload, vocabulary, machines } of loads) {
      const { readAll } = vocabulary;
      if (readAll === undefined || !machines.includes(machine)) continue;
      signal?.throwIfAborted();
      const read = await readAll(machine).then(
        (elements) => ({ elements: [...elements] }),
        (error: unknown) => ({ error: { code: 'UNREADABLE', message: messageOf(error) } }),
      );
      recorder.record({
        t: timeline.now(),
        type: 'final-read',
        workload: workload.name,
        machine: machine.name,
        pass,
        ...read,
      });
    }
  }
}

/**
 * Stops everything, what was formed last first, and starts it again: what only lived in memory is gone
 * after that. A system that does not come back is data: the reads that follow will say so.
 */
export async function restartEverything(options: FinalOptions): Promise<void> {
  const { systems, progress, clock, signal } = options;
  progress('restarting every service once');
  const how = { clock, progress, signal };
  await backward(systems, (placed) =>
    noting(placed, options, () => placed.system.stop(placed.machines, how)),
  );
  await forward(systems, (placed) =>
    noting(placed, options, () => placed.system.form(placed.machines, how)),
  );
}

/** A failure is noted among the log lines of the system's first machine. */
async function noting(
  { system, machines }: PlacedSystem,
  { timeline, recorder, signal }: FinalOptions,
  act: () => Promise<void>,
): Promise<void> {
  await act().catch((error: unknown) => {
    signal?.throwIfAborted();
    const line = `did not come back from a clean restart: ${messageOf(error)}`;
    const where = { machine: machines[0]?.name ?? system.name, service: 'blackstart' };
    recorder.record({ t: timeline.now(), type: 'log', ...where, line });
  });
}

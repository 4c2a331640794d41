import type { Clock } from '../core/clock.ts';
import { messageOf } from '../core/errors.ts';
import type { EventOf, Recorder } from '../core/history.ts';
import type { Progress } from '../core/progress.ts';
import type { Timeline } from '../core/timeline.ts';
import type { Loads } from './loads.ts';

export interface FinalOptions extends Loads {
  readonly clock: Clock;
  readonly timeline: Timeline;
  readonly recorder: Recorder;
  readonly progress: Progress;
  readonly signal?: AbortSignal | undefined;
}

/** Reads every node directly. A node that can't be read is recorded as such. */
export async function readEveryNode(
  pass: EventOf<'final-read'>['pass'],
  { loads, timeline, recorder, progress, signal }: FinalOptions,
): Promise<void> {
  progress(`reading every node (${pass})`);
  for (const { workload, vocabulary, machines } of loads) {
    for (const machine of machines) {
      signal?.throwIfAborted();
      const read = await vocabulary.readAll(machine).then(
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
 * Stops and starts everything once: what only lived in memory is gone after it. A system that
 * does not come back is data: the reads that follow will say so.
 */
export async function restartEverything(options: FinalOptions): Promise<void> {
  const { systems, timeline, recorder, progress, clock, signal } = options;
  progress('restarting every service once');
  for (const { system, machines } of systems) {
    const restart = async () => {
      await system.stop(machines, { clock, progress, signal });
      await system.form(machines, { clock, progress, signal });
    };
    await restart().catch((error: unknown) => {
      signal?.throwIfAborted();
      const line = `did not come back from a clean restart: ${messageOf(error)}`;
      const [machine] = machines;
      const where = { machine: machine?.name ?? system.name, service: 'blackstart' };
      recorder.record({ t: timeline.now(), type: 'log', ...where, line });
    });
  }
}

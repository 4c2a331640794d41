import { allEnded } from '../core/all-ended.ts';
import { monotonicClock } from '../core/clock.ts';
import { eventually } from '../core/eventually.ts';
import { serviceOf } from '../core/machine.ts';
import type { Cluster, Platform } from '../core/platform.ts';
import { silent } from '../core/progress.ts';
import type { Topology } from '../core/topology.ts';
import { helperRun } from '../engine/labels.ts';

export const METRONOME = 'metronome';
/** For its clients, TCP. */
export const METRONOME_PORT = 7_000;
/** For its script, UDP. */
export const CONTROL_PORT = 7_001;

const STARTS_WITHIN_MS = 10_000;

/** Machines that each run a metronome, none of which knows of the others. */
export function metronomes(count: number): Topology {
  return {
    name: METRONOME,
    settings: { count },
    machines: Array.from({ length: count }, (_, index) => ({
      name: `${METRONOME}-${index + 1}`,
      services: [
        {
          name: METRONOME,
          system: METRONOME,
          image: METRONOME,
          port: METRONOME_PORT,
          environment: () => ({}),
          data: [],
          arguments: () => ['--port', `${METRONOME_PORT}`, '--control', `${CONTROL_PORT}`],
          memoryMiB: 16,
        },
      ],
    })),
    systems: [],
  };
}

/** Metronomes that accept. */
export async function startMetronomes(platform: Platform, topology: Topology): Promise<Cluster> {
  await using unfinished = new AsyncDisposableStack();
  const cluster = unfinished.use(
    await platform.provision(topology, {
      run: helperRun('bench').run,
      progress: silent,
      needs: new Set(),
      onLog: () => undefined,
    }),
  );
  await allEnded(
    cluster.machines.map(async (machine) => {
      const service = serviceOf(machine, METRONOME);
      await service.start();
      const look = async () => {
        const reach = await service.reach();
        return reach === 'accepts' ? { done: true as const } : { state: reach };
      };
      await eventually(`${machine.name} accepts`, look, {
        clock: monotonicClock,
        withinMs: STARTS_WITHIN_MS,
      });
    }),
  );
  const built = unfinished.move();
  return { ...cluster, [Symbol.asyncDispose]: () => built.disposeAsync() };
}

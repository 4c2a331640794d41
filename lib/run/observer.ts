import type { Clock } from '../core/clock.ts';
import type { Recorder } from '../core/history.ts';
import type { Machine } from '../core/machine.ts';
import type { Observation, Redundancy, System, Watcher } from '../core/system.ts';
import type { Timeline } from '../core/timeline.ts';

/** A redundancy that has not changed is said again after this, so that its duration is known. */
const REPEAT_MS = 500;

export interface ObserverOptions {
  readonly clock: Clock;
  readonly timeline: Timeline;
  readonly recorder: Recorder;
  readonly system: System;
  readonly machines: readonly Machine[];
  /** Pause between two looks at one machine, ms. */
  readonly everyMs: number;
}

/** Observation under way. */
export interface Observer extends AsyncDisposable {
  /** The name of the system that it watches. */
  readonly system: string;
  /** What each machine last said of itself. */
  readonly latest: ReadonlyMap<string, Observation>;
  /** For how long redundancy has been full, in ms; 0 while it is not. */
  fullForMs(): number;
  /** What it last found the redundancy to be, in words; undefined until every machine was looked at. */
  detail(): string | undefined;
}

/** What machines say of themselves in the order of the topology, whoever was the first to answer. */
const inOrder = (
  machines: readonly Machine[],
  latest: ReadonlyMap<string, Observation>,
): ReadonlyMap<string, Observation> =>
  new Map(
    machines.flatMap(({ name }) => {
      const observation = latest.get(name);
      return observation === undefined ? [] : [[name, observation] as const];
    }),
  );

/** Watches every machine of a system: its role, and what that makes of the whole's redundancy. */
export function startObserver(options: ObserverOptions): Observer {
  const { clock, timeline, recorder, system, machines, everyMs } = options;
  const latest = new Map<string, Observation>();
  const stopping = new AbortController();
  let reported: (Redundancy & { readonly since: number; readonly saidAt: number }) | undefined;

  const report = (): void => {
    if (latest.size < machines.length) return;
    const now = clock.now();
    const { full, detail, known } = system.redundancy(inOrder(machines, latest));
    const changed = reported?.full !== full || reported.detail !== detail;
    if (reported !== undefined && !changed && now - reported.saidAt < REPEAT_MS) return;
    if (known !== false) {
      recorder.record({
        ...{ t: timeline.at(now), type: 'redundancy', system: system.name, full, detail },
      });
    }
    const since = reported?.full === full ? reported.since : now;
    reported = { full, detail, since, saidAt: now };
  };

  const watch = async (machine: string, watcher: Watcher): Promise<void> => {
    while (!stopping.signal.aborted) {
      const observation = await watcher.observe();
      latest.set(machine, observation);
      const { reachable, role, members, state } = observation;
      recorder.record({
        t: timeline.now(),
        type: 'observation',
        system: system.name,
        machine,
        reachable,
        role,
        members: [...members],
        state: { ...state },
      });
      report();
      await clock.sleep(everyMs, stopping.signal).catch((error: unknown) => {
        if (!stopping.signal.aborted) throw error;
      });
    }
  };

  const watchers = machines.map((machine) => ({
    machine,
    watcher: system.watch(machine, machines),
  }));
  const watching = watchers.map(({ machine, watcher }) => watch(machine.name, watcher));
  return {
    system: system.name,
    latest,
    fullForMs: () => (reported?.full === true ? clock.now() - reported.since : 0),
    detail: () => reported?.detail,
    [Symbol.asyncDispose]: async () => {
      stopping.abort();
      await Promise.all(watching);
      await Promise.all(watchers.map(({ watcher }) => watcher[Symbol.asyncDispose]()));
    },
  };
}

import { allEnded } from '../core/all-ended.ts';
import type { Capability } from '../core/capability.ts';
import { HarnessError, messageOf } from '../core/errors.ts';
import type { AnyFault } from '../core/fault.ts';
import type { Phase, Recorder } from '../core/history.ts';
import type { Platform } from '../core/platform.ts';
import type { Progress } from '../core/progress.ts';
import { seededRandom } from '../core/random.ts';
import { defaultTiming, type Scenario } from '../core/scenario.ts';
import { startTimeline, type Timeline } from '../core/timeline.ts';
import { UndoStack } from '../core/undo.ts';
import type { Workload } from '../core/workload.ts';
import { capabilitiesFor, checkSchedule } from './check-schedule.ts';
import { readEveryNode, restartEverything } from './final.ts';
import { health, wellForMs } from './health.ts';
import { startLoading } from './loading.ts';
import { loadsOf } from './loads.ts';
import { startObserver } from './observer.ts';
import { forward } from './order.ts';
import { startPreparing } from './preparing.ts';
import { sabotage } from './saboteur.ts';
import { startSelfWatch } from './self-watch.ts';
import type { Act } from './stage.ts';

export interface ConductOptions {
  readonly run: string;
  readonly seed: number;
  readonly platform: Platform;
  readonly faults: readonly AnyFault[];
  readonly recorder: Recorder;
  readonly progress: Progress;
  readonly signal?: AbortSignal | undefined;
  /** In place of the scenario's schedule: what is ordered while the cluster stands. */
  readonly act?: Act | undefined;
  /** What machines must offer; what the schedule needs, if nothing is said. */
  readonly needs?: ReadonlySet<Capability> | undefined;
  /** What is made ready for and not asked until somebody begins it: some systems are whole only then. */
  readonly idle?: readonly Workload[] | undefined;
}

/**
 * Carries a scenario out in its six phases and records what happens. Rejects with the harness's
 * own failure or the signal's reason, after having undone everything and recorded the end.
 */
export async function conduct(scenario: Scenario, options: ConductOptions): Promise<void> {
  const timeline = startTimeline(options.platform.clock);
  try {
    await sixPhases(scenario, timeline, options);
    options.recorder.record({ t: timeline.now(), type: 'end', outcome: 'complete' });
  } catch (thrown) {
    const outcome = options.signal?.aborted === true ? 'interrupted' : 'error';
    const ailment = outcome === 'error' ? await options.platform.ailment() : undefined;
    const error = describe(ailment ?? thrown);
    options.recorder.record({ t: timeline.now(), type: 'end', outcome, error });
    throw thrown;
  }
}

async function sixPhases(
  scenario: Scenario,
  timeline: Timeline,
  {
    run,
    seed,
    platform,
    faults,
    recorder,
    progress,
    signal,
    act,
    needs,
    idle = [],
  }: ConductOptions,
): Promise<void> {
  const { clock } = platform;
  const { topology, workloads } = scenario;
  const timing = { ...defaultTiming, ...scenario.timing };
  const forMs = wellForMs(timing);
  const enter = (phase: Phase, activity: string): void => {
    signal?.throwIfAborted();
    recorder.record({ t: timeline.now(), type: 'phase', phase });
    progress(activity);
  };

  const checked = checkSchedule(scenario, faults);
  enter('form', `forming ${topology.name}`);
  await using cleanUp = new AsyncDisposableStack();
  const onLog = (line: { machine: string; service: string; line: string }) =>
    recorder.record({ t: timeline.now(), type: 'log', ...line });
  const cluster = cleanUp.use(
    await platform.provision(topology, {
      ...{ run, progress, signal, onLog },
      needs: needs ?? capabilitiesFor(checked),
    }),
  );
  const { machines } = cluster;
  // What nobody measures must not take processors from another cluster, which somebody does.
  const giveWay = (yes: boolean) => allEnded(machines.map((machine) => machine.giveWay(yes)));
  await giveWay(true);
  const undo = new UndoStack();
  cleanUp.defer(() => undo.unwind());
  const { systems, loads } = loadsOf(workloads, topology.systems, machines);
  await forward(systems, ({ system, machines: placed }, failing) =>
    system.form(placed, {
      clock,
      progress,
      signal: AbortSignal.any([failing, ...(signal === undefined ? [] : [signal])]),
    }),
  );
  const preparing = startPreparing();
  for (const load of loads) await preparing.now(load);
  for (const load of loadsOf(idle, topology.systems, machines).loads) await preparing.ahead(load);
  // What forming wrote would otherwise lie in memory still when the power is cut.
  await Promise.all(machines.map((machine) => machine.sync()));
  await giveWay(false);
  const everyMs = timing.observeEveryMs;
  const observers = systems.map((placed) =>
    cleanUp.use(startObserver({ clock, timeline, recorder, everyMs, ...placed })),
  );

  enter('steady', 'waiting for the cluster to be steady under load');
  const loading = cleanUp.use(startLoading({ clock, timeline, recorder }));
  for (const load of loads) loading.begin(load);
  const { operators } = loading;
  cleanUp.use(startSelfWatch({ platform, timeline, recorder, operators }));
  const witnesses = { clock, operators, observers };
  const steady = await health(
    { ...witnesses, signal },
    { forMs: timing.steadyMs, withinMs: timing.steadyWithinMs },
  );
  recorder.record({ t: timeline.now(), type: 'steadiness', ...steady });

  enter('chaos', act === undefined ? 'breaking it' : 'it stands');
  const striking = {
    ...{ run, clock, timeline, recorder, progress, cluster, undo, signal },
    random: seededRandom(seed, 'schedule'),
    observations: () => new Map(observers.map(({ system, latest }) => [system, latest])),
  };
  let calmForMs = 0;
  if (act !== undefined) {
    calmForMs = await act({
      ...{ steady, striking, loading },
      prepare: async (workload) => {
        const [load] = loadsOf([workload], topology.systems, machines).loads;
        if (load === undefined) throw new RangeError(`${workload.name} has no load`);
        await preparing.now(load);
        return load;
      },
    });
  } else if (steady.steady) {
    const recovered = (withinMs: number, until: AbortSignal) =>
      health({ ...witnesses, signal: until }, { forMs, withinMs });
    await sabotage(checked, { ...striking, recovered });
  }

  enter('heal', 'healing what is still broken');
  await undo.unwind();

  enter('settle', 'waiting for everything to be back');
  const withinMs = Math.max(0, timing.recoverWithinMs - calmForMs);
  await health({ ...witnesses, signal }, { forMs, withinMs });

  enter('final', 'stopping the load and reading every node');
  for (const operator of operators) await operator.stop();
  await giveWay(true);
  const settling = { clock, timeline, recorder, progress, signal, systems, loads: loading.loads };
  await readEveryNode('live', settling);
  if (cluster.borrowed === true) return;
  await restartEverything(settling);
  await readEveryNode('restarted', settling);
}

function describe(thrown: unknown): { code: string; message: string; hint: string } {
  const message = messageOf(thrown);
  return thrown instanceof HarnessError
    ? { code: thrown.code, message, hint: thrown.hint }
    : { code: 'UNEXPECTED', message, hint: 'This is a defect of Blackstart; please report it.' };
}

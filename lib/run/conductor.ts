import type { Clock } from '../core/clock.ts';
import { HarnessError, messageOf } from '../core/errors.ts';
import { eventually, type Look } from '../core/eventually.ts';
import type { AnyFault } from '../core/fault.ts';
import type { Phase, Recorder } from '../core/history.ts';
import type { Platform } from '../core/platform.ts';
import type { Progress } from '../core/progress.ts';
import { seededRandom } from '../core/random.ts';
import { defaultTiming, type Scenario, type Timing } from '../core/scenario.ts';
import { startTimeline, type Timeline } from '../core/timeline.ts';
import { UndoStack } from '../core/undo.ts';
import { capabilitiesFor, checkSchedule } from './check-schedule.ts';
import { readEveryNode, restartEverything } from './final.ts';
import { loadsOf } from './loads.ts';
import { type Observer, startObserver } from './observer.ts';
import { type Operator, startOperator } from './operator.ts';
import { sabotage } from './saboteur.ts';
import { startSelfWatch } from './self-watch.ts';

export interface ConductOptions {
  readonly run: string;
  readonly seed: number;
  readonly platform: Platform;
  readonly faults: readonly AnyFault[];
  readonly recorder: Recorder;
  readonly progress: Progress;
  readonly signal?: AbortSignal | undefined;
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
  { run, seed, platform, faults, recorder, progress, signal }: ConductOptions,
): Promise<void> {
  const { clock } = platform;
  const { topology, workloads, schedule } = scenario;
  const timing = { ...defaultTiming, ...scenario.timing };
  const enter = (phase: Phase, activity: string): void => {
    signal?.throwIfAborted();
    recorder.record({ t: timeline.now(), type: 'phase', phase });
    progress(activity);
  };

  const checked = checkSchedule(schedule, faults);
  enter('form', `forming ${topology.name}`);
  await using cleanUp = new AsyncDisposableStack();
  const onLog = (line: { machine: string; service: string; line: string }) =>
    recorder.record({ t: timeline.now(), type: 'log', ...line });
  const needs = capabilitiesFor(checked);
  const cluster = cleanUp.use(
    await platform.provision(topology, { run, progress, signal, needs, onLog }),
  );
  const { machines } = cluster;
  const undo = new UndoStack();
  cleanUp.defer(() => undo.unwind());
  const loads = loadsOf(workloads, topology.systems, machines);
  for (const { system, machines: placed } of loads.systems) {
    await system.form(placed, { clock, progress, signal });
  }
  for (const { vocabulary, machines: placed } of loads.loads) await vocabulary.prepare(placed);
  // What forming wrote would otherwise lie in memory still when the power is cut.
  await Promise.all(machines.map((machine) => machine.sync()));
  const observers = loads.systems.map((placed) =>
    cleanUp.use(startObserver({ clock, timeline, recorder, ...placed })),
  );

  enter('steady', 'waiting for the cluster to be steady under load');
  const operators = loads.loads.map((load) =>
    cleanUp.use(startOperator({ clock, timeline, recorder, ...load })),
  );
  cleanUp.use(startSelfWatch({ platform, timeline, recorder, operators }));
  const health = { clock, operators, observers, signal };
  const steady = await becomesSteady(timing, health);
  recorder.record({ t: timeline.now(), type: 'steadiness', ...steady });

  enter('chaos', 'breaking it');
  const random = seededRandom(seed, 'schedule');
  const observations = () => new Map(observers.flatMap(({ latest }) => [...latest]));
  if (steady.steady) {
    await sabotage(checked, {
      run,
      clock,
      timeline,
      recorder,
      progress,
      random,
      cluster,
      observations,
      undo,
      signal,
    });
  }

  enter('heal', 'healing what is still broken');
  await undo.unwind();

  enter('settle', 'waiting for everything to be back');
  await settles(timing, health);

  enter('final', 'stopping the load and reading every node');
  for (const operator of operators) await operator.stop();
  const settling = { clock, timeline, recorder, progress, signal, ...loads };
  await readEveryNode('live', settling);
  await restartEverything(settling);
  await readEveryNode('restarted', settling);
}

interface Health {
  readonly clock: Clock;
  readonly operators: readonly Operator[];
  readonly observers: readonly Observer[];
  readonly signal?: AbortSignal | undefined;
}

/** Good answers on every lane and full redundancy, both for the whole of a time. */
function healthy({ operators, observers }: Health, forMs: number): Look<true> {
  const goodForMs = Math.min(...operators.map((operator) => operator.goodForMs()));
  const fullForMs = Math.min(...observers.map((observer) => observer.fullForMs()));
  if (goodForMs >= forMs && fullForMs >= forMs) return { done: true };
  return {
    state: `every answer good for ${Math.round(goodForMs)} ms, redundancy full for ${Math.round(fullForMs)} ms`,
  };
}

async function becomesSteady(
  { steadyMs, steadyWithinMs }: Timing,
  health: Health,
): Promise<{ readonly steady: boolean; readonly detail: string }> {
  const { clock, signal } = health;
  return eventually(`steady for ${steadyMs} ms`, async () => healthy(health, steadyMs), {
    clock,
    withinMs: steadyWithinMs,
    signal,
  }).then(
    () => ({ steady: true, detail: `for ${steadyMs} ms` }),
    (error: unknown) => {
      if (signal?.aborted === true || !isTimeout(error)) throw error;
      return { steady: false, detail: messageOf(error) };
    },
  );
}

/** A cluster that does not return is a finding, not a failure of the harness: go on and read it. */
async function settles({ stabilityMs, recoverWithinMs }: Timing, health: Health): Promise<void> {
  const { clock, signal } = health;
  const marginMs = 1_000;
  await eventually('back', async () => healthy(health, stabilityMs + marginMs), {
    clock,
    withinMs: recoverWithinMs,
    signal,
  }).catch((error: unknown) => {
    if (signal?.aborted === true || !isTimeout(error)) throw error;
  });
}

const isTimeout = (error: unknown): boolean =>
  error instanceof HarnessError && error.code === 'TIMEOUT';

function describe(thrown: unknown): { code: string; message: string; hint: string } {
  const message = messageOf(thrown);
  return thrown instanceof HarnessError
    ? { code: thrown.code, message, hint: thrown.hint }
    : { code: 'UNEXPECTED', message, hint: 'This is a defect of Blackstart; please report it.' };
}

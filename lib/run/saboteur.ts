import type { CheckedBlow } from './check-schedule.ts';
import type { Health } from './health.ts';
import { jittersOf } from './jitters.ts';
import { type StrikeOptions, strike, whomNow } from './strike.ts';

export interface SaboteurOptions extends StrikeOptions {
  /** Waits until everything is well again, as it was before the first blow. */
  readonly recovered: (withinMs: number, signal: AbortSignal) => Promise<Health>;
}

/**
 * Carries a schedule out: each blow when it is due, proven, healed after its time, and proven again.
 * Resolves when all are healed. Blows may overlap. When one of them breaks the harness, the others
 * are waited for, so that nothing is done any more while everything is undone.
 */
export async function sabotage(
  schedule: readonly CheckedBlow[],
  options: SaboteurOptions,
): Promise<void> {
  const { clock, random } = options;
  const startedAt = clock.now();
  const failing = new AbortController();
  const signal = AbortSignal.any([failing.signal, ...(options.signal ? [options.signal] : [])]);
  const jitters = jittersOf(
    schedule.map(({ blow }) => blow),
    random,
  );
  const struck: Promise<void>[] = [];
  let lost: Health | undefined;
  const isRecovered = async (index: number, withinMs: number): Promise<boolean> => {
    options.progress(`waiting for everything to be well again before blow ${index + 1}`);
    // What did not return for one blow is not waited for again by the next.
    const health = lost ?? (await options.recovered(withinMs, signal));
    if (!health.steady) lost = health;
    options.recorder.record({ t: options.timeline.now(), type: 'steadiness', index, ...health });
    return health.steady;
  };
  for (const [index, checked] of schedule.entries()) {
    const { when } = checked.blow;
    const jitterMs = jitters[index] ?? 0;
    const earlier = [...struck];
    const due = async (): Promise<boolean> => {
      if ('recoveredWithinMs' in when) {
        await Promise.all(earlier);
        if (!(await isRecovered(index, when.recoveredWithinMs))) return false;
        await clock.sleep(jitterMs, signal);
      } else {
        await clock.sleep(startedAt + when.atMs + jitterMs - clock.now(), signal);
      }
      return true;
    };
    const striking = due().then((isDue) =>
      isDue
        ? strike(checked, index, whomNow(checked.blow.target, options), { ...options, signal })
        : undefined,
    );
    struck.push(
      striking.catch((error: unknown) => {
        failing.abort(error);
        throw error;
      }),
    );
  }
  const results = await Promise.allSettled(struck);
  if (results.some(({ status }) => status === 'rejected')) throw failing.signal.reason;
}

import type { Recorder } from '../core/history.ts';
import type { Platform } from '../core/platform.ts';
import type { Timeline } from '../core/timeline.ts';
import type { Operator } from './operator.ts';

const EVERY_MS = 1_000;

export interface SelfWatchOptions {
  readonly platform: Platform;
  readonly timeline: Timeline;
  readonly recorder: Recorder;
  readonly operators: readonly Operator[];
}

/** Records how the harness itself is doing: a slow one could feign an outage, or hide one. */
export function startSelfWatch(options: SelfWatchOptions): AsyncDisposable {
  const { platform, timeline, recorder, operators } = options;
  const stopping = new AbortController();
  let due = platform.clock.now() + EVERY_MS;
  const look = (): void => {
    const latenessMaxMs = Math.max(0, ...operators.map((operator) => operator.takeLatenessMs()));
    const vitals = platform.vitals();
    // A delay that ends with this very look is in no histogram: that one begins anew.
    const ownMs = Math.round((platform.clock.now() - due) * 100) / 100;
    const loopDelayMaxMs = Math.max(vitals.loopDelayMaxMs, ownMs);
    recorder.record({
      t: timeline.now(),
      type: 'harness',
      latenessMaxMs,
      ...vitals,
      loopDelayMaxMs,
    });
    due = platform.clock.now() + EVERY_MS;
  };
  // What was before the load is nobody's outage.
  platform.vitals();
  const watch = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await platform.clock.sleep(EVERY_MS, stopping.signal).catch((error: unknown) => {
        if (!stopping.signal.aborted) throw error;
      });
      look();
    }
  };
  const watching = watch();
  return {
    [Symbol.asyncDispose]: async () => {
      stopping.abort();
      await watching;
    },
  };
}

import { monotonicClock } from '../core/clock.ts';
import type { Header, Recorder } from '../core/history.ts';
import type { Progress } from '../core/progress.ts';
import { liveRun } from '../live/live-run.ts';
import type { LiveState, RunState } from '../live/state.ts';

/** A run that goes on, as those see it who ask. */
export interface WatchedRun {
  readonly progress: Progress;
  readonly watch: (header: Header) => Recorder;
  /** Whether it is in the phase in which things are done by hand. */
  isStanding(): boolean;
  state(): LiveState;
}

/** Nothing has happened yet. */
export function watchedRun(name: string, title: string): WatchedRun {
  const { now } = monotonicClock;
  const startedAt = now();
  let activity = 'starting';
  let runAt: (() => RunState) | undefined;
  const isStanding = (): boolean =>
    runAt?.().phases.some(({ phase, stage }) => phase === 'chaos' && stage === 'under way') ===
    true;
  return {
    progress: (words) => {
      activity = words;
    },
    watch: (header) => {
      const run = liveRun(header);
      let origin = Number.POSITIVE_INFINITY;
      runAt = () => run.at(Math.max(0, now() - origin));
      return {
        record: (event) => {
          // No event is recorded before it happens: the quickest one tells best when the run began.
          origin = Math.min(origin, now() - event.t);
          run.record(event);
        },
      };
    },
    isStanding,
    state: () => ({
      ...{ scenario: name, title, activity: isStanding() ? 'it stands' : activity },
      place: { scenario: 1, scenarios: 1, trial: 1, trials: 1 },
      forMs: now() - startedAt,
      notice: undefined,
      run: runAt?.(),
    }),
  };
}

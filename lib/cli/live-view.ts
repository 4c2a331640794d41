import restoreCursor from 'restore-cursor';
import type { Clock } from '../core/clock.ts';
import type { Header, Recorder } from '../core/history.ts';
import type { Progress } from '../core/progress.ts';
import { liveRun } from '../live/live-run.ts';
import { render } from '../live/render.ts';
import type { LiveState, Place, RunState } from '../live/state.ts';
import { painter } from './painter.ts';
import type { Screen } from './screen.ts';

/** Five times a second: more than a person can read, and little enough for a thread that measures. */
const EVERY_MS = 200;

export interface LiveViewOptions {
  readonly screen: Screen;
  readonly clock: Clock;
  readonly colour: 'yes' | 'no';
  readonly scenario: string;
  readonly title: string;
  readonly place: Place;
}

/** A trial as it happens, on a screen, until it is disposed of. */
export interface LiveView extends AsyncDisposable {
  readonly progress: Progress;
  /** What must not be missed. */
  readonly note: (words: string) => void;
  readonly watch: (header: Header) => Recorder;
  /** Does something for which the screen must be free. */
  aside<T>(act: () => Promise<T>): Promise<T>;
}

/** Begins to show a trial: at first what its set-up does, and the run as soon as it is watched. */
export function liveView(options: LiveViewOptions): LiveView {
  const { screen, clock, colour, scenario, title, place } = options;
  const startedAt = clock.now();
  const paper = painter(screen);
  let activity = 'starting';
  let notice: string | undefined;
  let runAt: ((now: number) => RunState) | undefined;
  let cancel: (() => void) | undefined;

  const stateNow = (): LiveState => {
    const now = clock.now();
    const run = runAt?.(now);
    return { scenario, title, place, activity, notice, forMs: now - startedAt, run };
  };
  const draw = (): void => {
    // A terminal that has not taken the last frame gets no other one.
    if (screen.isIdle()) {
      const { columns, rows } = screen;
      // A line as wide as the screen would leave the cursor beside it, one row too high.
      paper.paint(render(stateNow(), { columns: columns - 1, rows: rows - 1, colour }));
    }
    cancel = clock.alarm(EVERY_MS, draw);
  };
  const rest = async (): Promise<void> => {
    if (cancel === undefined) return;
    cancel();
    cancel = undefined;
    paper.clear();
    await screen.flushed();
  };
  restoreCursor();
  draw();
  return {
    progress: (words) => {
      activity = words;
    },
    note: (words) => {
      notice = words;
    },
    watch: (header) => {
      const run = liveRun(header);
      let origin = Number.POSITIVE_INFINITY;
      runAt = (now) => run.at(Math.max(0, now - origin));
      return {
        record: (event) => {
          // No event is recorded before it happens: the quickest one tells best when the run began.
          origin = Math.min(origin, clock.now() - event.t);
          run.record(event);
          if (event.type === 'end') activity = 'judging what was recorded, and writing the reports';
        },
      };
    },
    aside: async (act) => {
      await rest();
      try {
        return await act();
      } finally {
        draw();
      }
    },
    [Symbol.asyncDispose]: rest,
  };
}

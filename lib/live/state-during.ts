import type { History } from '../core/history.ts';
import { liveRun } from './live-run.ts';
import type { RunState } from './state.ts';

/** What was to be seen of a recorded run at a time, ms, for tests: from the events until then alone. */
export function stateDuring({ header, events }: History, at: number): RunState {
  const run = liveRun(header);
  for (const event of events) {
    if (event.t > at) break;
    run.record(event);
  }
  return run.at(at);
}

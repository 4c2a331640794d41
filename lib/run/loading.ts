import type { Clock } from '../core/clock.ts';
import type { Recorder } from '../core/history.ts';
import type { Timeline } from '../core/timeline.ts';
import type { Load } from './loads.ts';
import { type Operator, startOperator } from './operator.ts';

export interface LoadingOptions {
  readonly clock: Clock;
  readonly timeline: Timeline;
  readonly recorder: Recorder;
}

/** What is asked of a cluster: workloads that begin, end and go on again while a run goes on. */
export interface Loading extends AsyncDisposable {
  /** Those under way, at the moment of asking. */
  readonly operators: readonly Operator[];
  /** All that were ever asked for: each is read in the end. */
  readonly loads: readonly Load[];
  begin(load: Load): void;
  /** Issues nothing more of it, and waits for what is under way. */
  end(workload: string): Promise<void>;
}

/** Nothing is asked yet. */
export function startLoading(options: LoadingOptions): Loading {
  const operators: Operator[] = [];
  const loads = new Map<string, Load>();
  const nextIds = new Map<string, number>();
  const end = async (workload: string): Promise<void> => {
    const operator = operators.find((one) => one.workload === workload);
    if (operator === undefined) return;
    await operator.stop();
    nextIds.set(workload, operator.nextId());
    operators.splice(operators.indexOf(operator), 1);
    await operator[Symbol.asyncDispose]();
  };
  return {
    operators,
    get loads() {
      return [...loads.values()];
    },
    begin: (load) => {
      const { name } = load.workload;
      const firstId = nextIds.get(name) ?? 0;
      loads.set(name, load);
      operators.push(startOperator({ ...options, ...load, firstId }));
    },
    end,
    [Symbol.asyncDispose]: async () => {
      for (const operator of operators.toReversed()) await operator[Symbol.asyncDispose]();
    },
  };
}

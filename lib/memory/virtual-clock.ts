import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Clock, sleepBy } from '../core/clock.ts';

/** A clock on which an hour passes as soon as everybody is asleep. */
export interface VirtualClock extends Clock {
  /** Runs work that waits on this clock only, and lets time pass whenever it waits. */
  run<T>(work: () => Promise<T>): Promise<T>;
}

interface Sleeper {
  readonly wakeAt: number;
  readonly order: number;
  readonly wake: () => void;
}

/** Real turns of the event loop without progress after which work counts as stuck. */
const STUCK_TURNS = 10_000;

/** A new clock at time 0. Equal times wake in the order in which they were asked for. */
export function virtualClock(): VirtualClock {
  const sleepers = new Set<Sleeper>();
  let time = 0;
  let order = 0;
  const alarm: Clock['alarm'] = (ms, wake) => {
    order += 1;
    const sleeper = { wakeAt: time + Math.max(0, ms), order, wake };
    sleepers.add(sleeper);
    return () => sleepers.delete(sleeper);
  };
  const wakeNext = (): boolean => {
    const next = [...sleepers].reduce<Sleeper | undefined>(earlier, undefined);
    if (next === undefined) return false;
    sleepers.delete(next);
    time = next.wakeAt;
    next.wake();
    return true;
  };
  return {
    now: () => time,
    wallTime: () => time,
    alarm,
    sleep: sleepBy(alarm),
    run: async (work) => {
      let settled = false;
      const result = work().finally(() => {
        settled = true;
      });
      result.catch(() => 'reported by the return below');
      for (let idle = 0; !settled; ) {
        await nextTurn();
        if (settled) break;
        idle = wakeNext() ? 0 : idle + 1;
        if (idle > STUCK_TURNS) throw new Error('stuck: work waits for something but the clock');
      }
      return result;
    },
  };
}

function earlier(best: Sleeper | undefined, candidate: Sleeper): Sleeper {
  if (best === undefined || candidate.wakeAt < best.wakeAt) return candidate;
  return candidate.wakeAt === best.wakeAt && candidate.order < best.order ? candidate : best;
}

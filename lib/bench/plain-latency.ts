import { monotonicClock } from '../core/clock.ts';
import { watchBeats } from './beats.ts';
import { repeated, type Timing, timingOf } from './median.ts';
import type { PlainContainers } from './plain-containers.ts';
import type { PlainWay } from './plain-ways.ts';

/** The last beat has come through the engine by then. */
const HEARD_AFTER_MS = 100;

/** From the order, the plain way, until its effect in the container, at one container. */
export async function plainLatency(
  way: PlainWay,
  plain: PlainContainers,
  repeats: number,
): Promise<Timing> {
  const times = await repeated(repeats, async () => {
    const { orderedAt, effects } = await harmed(way, plain, plain.names.slice(0, 1));
    return Math.min(...effects) - orderedAt;
  });
  return timingOf(times);
}

/** How far apart the effects are where the plain way meets all containers side by side. */
export async function plainSkew(
  way: PlainWay,
  plain: PlainContainers,
  repeats: number,
): Promise<Timing> {
  const spreads = await repeated(repeats, async () => {
    const { effects } = await harmed(way, plain, plain.names);
    return Math.max(...effects) - Math.min(...effects);
  });
  return timingOf(spreads);
}

/** Wall times, ms. */
interface Harmed {
  readonly orderedAt: number;
  readonly effects: readonly number[];
}

async function harmed(
  way: PlainWay,
  plain: PlainContainers,
  containers: readonly string[],
): Promise<Harmed> {
  await using cure = new AsyncDisposableStack();
  cure.defer(async () => {
    await Promise.all(containers.map((container) => way.heal(plain, container)));
  });
  if (way.tells === 'itself') {
    const orderedAt = monotonicClock.wallTime();
    const effects = await Promise.all(containers.map((container) => way.harm(plain, container)));
    return { orderedAt, effects };
  }
  const watch = async (container: string) => cure.use(await watchBeats(plain.docker, container));
  const beats = await Promise.all(containers.map(watch));
  const orderedAt = monotonicClock.wallTime();
  await Promise.all(containers.map((container) => way.harm(plain, container)));
  await monotonicClock.sleep(HEARD_AFTER_MS);
  return { orderedAt, effects: beats.map((beat) => beat.last()) };
}

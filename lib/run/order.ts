import { allEnded } from '../core/all-ended.ts';
import type { PlacedSystem } from './loads.ts';

/** What is done with each; aborted as soon as another one has failed. */
type Act = (placed: PlacedSystem, failing: AbortSignal) => Promise<void>;

/** Each system as soon as those stand that it builds on; what does not wait for each other, side by side. */
export const forward = (systems: readonly PlacedSystem[], act: Act): Promise<void> =>
  eachAfter(systems, (name) => before(name, systems), act);

/** Each system as soon as those that build on it are through. */
export const backward = (systems: readonly PlacedSystem[], act: Act): Promise<void> =>
  eachAfter(systems.toReversed(), (name) => following(name, systems), act);

/** The systems that one builds on. */
function before(name: string, systems: readonly PlacedSystem[]): readonly string[] {
  const names = systems.map(({ system }) => system.name);
  const earlier = names.slice(0, names.indexOf(name));
  const after = systems[earlier.length]?.system.after ?? earlier;
  const strange = after.find((other) => !earlier.includes(other));
  if (strange === undefined) return after;
  throw new RangeError(
    `${name} comes after ${strange}, which the topology does not name before it`,
  );
}

const following = (name: string, systems: readonly PlacedSystem[]): readonly string[] =>
  systems.map(({ system }) => system.name).filter((other) => before(other, systems).includes(name));

/** One that fails is what is told; those that have begun are waited for, so that nothing goes on behind. */
async function eachAfter(
  systems: readonly PlacedSystem[],
  awaited: (name: string) => readonly string[],
  act: Act,
): Promise<void> {
  const planned = systems.map((placed) => ({ placed, earlier: awaited(placed.system.name) }));
  const failing = new AbortController();
  const begun = new Map<string, Promise<void>>();
  for (const { placed, earlier } of planned) {
    const others = Promise.all(earlier.map((name) => begun.get(name)));
    const acted = others.then(() => act(placed, failing.signal));
    begun.set(
      placed.system.name,
      acted.catch((error: unknown) => {
        failing.abort(error);
        throw failing.signal.reason;
      }),
    );
  }
  await allEnded([...begun.values()]);
}

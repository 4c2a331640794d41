import type { Configuration } from './configuration.ts';
import { compare, NONE } from './key-history.ts';

/**
 * The steps that a search has to try next, those whose effect is needed for the shortest time first.
 *
 * Three rules leave steps out, and none of them changes whether an order exists:
 * - Of steps that do the same, the one that returns first stands for all: two of them can change
 *   places in any order.
 * - An open step is worth its effect only if a step that may be next now needs that effect,
 *   directly or through further open ones: otherwise it may as well not have happened.
 * - Steps that change nothing were taken before (`takeObservers`).
 */
export function candidates(configuration: Configuration): readonly number[] {
  const byEffect = new Map<number, number>();
  const needed = new Set<number>();
  let needsChange = false;
  const { end } = configuration;
  for (let index = configuration.after(end); index !== end; index = configuration.after(index)) {
    const step = configuration.step(index);
    if (!configuration.isMinimal(step)) break;
    if (!configuration.allows(step)) {
      if (step.requires === NONE) needsChange = true;
      else needed.add(step.requires);
      continue;
    }
    const rival = byEffect.get(step.effect);
    if (rival === undefined || index < rival) byEffect.set(step.effect, index);
  }
  const { openByValue, neededUntil } = configuration.history;
  const found = [...byEffect.values()];
  if (openByValue.size > 0) {
    const wanted = needsChange ? openByValue.keys() : needed;
    found.push(...openSteps(configuration, wanted, new Set(byEffect.keys())));
  }
  const until = (index: number) => neededUntil[index] ?? 0;
  return found.sort((one, other) => compare(until(one), until(other)) || one - other);
}

/** Open steps that may be next and lead to a wanted value, one for each effect. */
function openSteps(
  configuration: Configuration,
  wanted: Iterable<number>,
  known: Set<number>,
): readonly number[] {
  const found: number[] = [];
  const values = new Set(wanted);
  for (const value of values) {
    for (const index of configuration.history.openByValue.get(value) ?? []) {
      const step = configuration.step(index);
      if (!configuration.isMinimal(step)) break;
      if (configuration.isTaken(index) || known.has(step.effect)) continue;
      known.add(step.effect);
      if (!configuration.allows(step)) values.add(step.requires);
      else if (step.writes !== configuration.state) found.push(index);
    }
  }
  return found;
}

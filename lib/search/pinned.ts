import type { Scenario } from '../core/scenario.ts';
import { named } from '../core/target.ts';
import { planBlows } from '../run/plan-blows.ts';

/**
 * The scenario with what its seed decides written down: times, and machines where no role does. Without it, a
 * blow that is dropped would change what is chosen for those that stay.
 */
export function pinned(scenario: Scenario, seed: number): Scenario {
  const schedule = planBlows(scenario, seed).map(({ blow, jitterMs, whom }) => {
    const { when, target } = blow;
    const names = whom.by === 'seed' ? whom.machines : undefined;
    const selection = names === undefined ? target.selection : named(...names).selection;
    // A quiet after recovery stays one by chance: no file can say how long it was.
    const time =
      'atMs' in when
        ? { when: { atMs: Math.round(when.atMs + jitterMs) }, jitterMs: 0 }
        : { when, jitterMs: blow.jitterMs };
    return { ...blow, ...time, target: { ...target, selection } };
  });
  return { ...scenario, schedule };
}

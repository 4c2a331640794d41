import { allEnded } from '../core/all-ended.ts';
import type { Clock } from '../core/clock.ts';
import type { Instant } from '../core/instant.ts';
import { together } from '../core/instant.ts';

/** Enough for every agent to have its order before the agreed time, under load, too. */
const LEAD_MS = 30;

/** Does something to several machines at one agreed time, a little ahead. */
export async function atOnce<T>(
  targets: readonly T[],
  clock: Clock,
  act: (target: T, when: { readonly notBefore: number | undefined }) => Promise<Instant>,
): Promise<Instant> {
  const notBefore = targets.length > 1 ? clock.now() + LEAD_MS : undefined;
  return together(await allEnded(targets.map((target) => act(target, { notBefore }))));
}

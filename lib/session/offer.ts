import { type Capability, capabilities } from '../core/capability.ts';
import type { Withheld } from './blows-by-hand.ts';

/** Nobody knows yet what will be done: what machines can offer without being other machines for it. */
const USUALLY: readonly Capability[] = ['network-rules', 'link-quality', 'disks', 'faulty-disks'];

/** What is preloaded into every service, and not all start with it: Redis does not. */
export const SKEWABLE = 'skewable-clock';

/** What the machines of a cluster are to offer. */
export const offerOf = (clock: 'plain' | 'skewable'): ReadonlySet<Capability> =>
  new Set(clock === 'skewable' ? [...USUALLY, SKEWABLE] : USUALLY);

/** What they do not offer, and why. */
export function withheldFrom(
  offer: ReadonlySet<Capability>,
  lacking: ReadonlyMap<Capability, string>,
): ReadonlyMap<Capability, Withheld> {
  const all = new Map<Capability, Withheld>();
  if (!offer.has(SKEWABLE)) {
    all.set(SKEWABLE, {
      because: 'it was brought up with clocks that can not be skewed',
      cure: 'blackstart up ... --skewable-clock; some products, Redis for one, do not start with that.',
    });
  }
  return new Map([...all, ...withheldBy(lacking)]);
}

/** What this engine's kernel can't, and why. */
export const withheldBy = (
  lacking: ReadonlyMap<Capability, string>,
): ReadonlyMap<Capability, Withheld> =>
  new Map(
    [...lacking].map(([name, why]) => {
      const { needs, cure } = capabilities[name];
      return [name, { because: `this engine lacks ${needs} (${why})`, cure }] as const;
    }),
  );

import { z } from 'zod';
import { allEnded } from '../core/all-ended.ts';
import { type FaultSpec, fault } from '../core/fault.ts';
import { recipe } from '../core/recipe.ts';
import { watchingStops } from './deaths.ts';
import { nameOf, pidsOf, proofOfLife, proofsOfHavingRun, startWhatIsDown } from './proofs.ts';

/** A clean stop and an immediate start of every service of the target. */
export const restart = recipe({
  word: 'restart',
  options: z.strictObject({}),
  make: (): FaultSpec => ({ kind: 'restart', settings: {}, lastsMs: 0 }),
});

/** As `systemctl restart`: what is away is what the product needs for its end and its beginning. */
export const restartFault = fault({
  kind: 'restart',
  builder: restart,
  befalls: 'services',
  needs: [],
  settings: z.strictObject({}),
  inject: async ({ clock, services }) => {
    const before = await pidsOf(services);
    const instant = await watchingStops(services, clock);
    await startWhatIsDown(services);
    return {
      ...instant,
      prove: async () => {
        const now = await pidsOf(services);
        return [
          ...proofsOfHavingRun(before),
          ...services.map((service) => ({
            claim: `${nameOf(service)} is another process than ${before.get(service)}`,
            vantage: 'engine',
            observed: `pid ${now.get(service)}`,
            holds: now.get(service) !== 0 && now.get(service) !== before.get(service),
          })),
        ];
      },
      proveHealed: () =>
        allEnded(services.map((service) => proofOfLife(service, clock, before.get(service)))),
    };
  },
  heal: ({ services }) => startWhatIsDown(services),
});

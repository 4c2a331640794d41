import { z } from 'zod';
import { allEnded } from '../core/all-ended.ts';
import { type FaultSpec, fault } from '../core/fault.ts';
import { watchingDeaths } from './deaths.ts';
import { nameOf, pidsOf, proofOfLife, proofsOfHavingRun, startWhatIsDown } from './proofs.ts';
import { STOP_WITHIN_MS } from './stop.ts';

/** A clean stop and an immediate start of every service of the target. */
export const restart = (): FaultSpec => ({ kind: 'restart', settings: {}, lastsMs: 0 });

/** As `systemctl restart`: what is away is what the product needs for its end and its beginning. */
export const restartFault = fault({
  kind: 'restart',
  befalls: 'services',
  needs: [],
  settings: z.strictObject({}),
  inject: async ({ clock, services }) => {
    const before = await pidsOf(services);
    const instant = await watchingDeaths(services, clock, () =>
      allEnded(services.map((service) => service.stop({ withinMs: STOP_WITHIN_MS }))),
    );
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

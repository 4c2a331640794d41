import { z } from 'zod';
import { allEnded } from '../core/all-ended.ts';
import { type FaultSpec, fault } from '../core/fault.ts';
import { proofOfEnd, proofOfRefusal, watchingDeaths } from './deaths.ts';
import { pidsOf, proofOfLife, proofsOfHavingRun, startWhatIsDown } from './proofs.ts';

/** A clean stop (SIGTERM) of every service of the target, started again after `downFor` ms. */
export const stop = ({ downFor }: { readonly downFor: number }): FaultSpec => ({
  kind: 'stop',
  settings: {},
  lastsMs: downFor,
});

/** A service that is asked to end has this long for it. */
export const STOP_WITHIN_MS = 60_000;

const KILLED = 137;

/** What an operator does before maintenance: the service says goodbye to its peers. */
export const stopFault = fault({
  kind: 'stop',
  befalls: 'services',
  needs: [],
  settings: z.strictObject({}),
  inject: async ({ clock, services }) => {
    const before = await pidsOf(services);
    const instant = await watchingDeaths(services, clock, () =>
      allEnded(services.map((service) => service.stop({ withinMs: STOP_WITHIN_MS }))),
    );
    return {
      ...instant,
      prove: async () => [
        ...proofsOfHavingRun(before),
        ...(await allEnded(
          services.map((service) =>
            proofOfEnd(service, 'ended by itself', (code) => code !== undefined && code !== KILLED),
          ),
        )),
        ...(await allEnded(services.map(proofOfRefusal))),
      ],
      proveHealed: () =>
        allEnded(services.map((service) => proofOfLife(service, clock, before.get(service)))),
    };
  },
  heal: ({ services }) => startWhatIsDown(services),
});

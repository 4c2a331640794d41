import { z } from 'zod';
import { allEnded } from '../core/all-ended.ts';
import { duration } from '../core/duration-schema.ts';
import { type FaultSpec, fault } from '../core/fault.ts';
import { recipe } from '../core/recipe.ts';
import { proofOfEnd, proofOfRefusal, watchingStops } from './deaths.ts';
import { pidsOf, proofOfLife, proofsOfHavingRun, startWhatIsDown } from './proofs.ts';

/** A clean stop (SIGTERM) of every service of the target, started again after `downFor` ms. */
export const stop = recipe({
  word: 'stop',
  options: z.strictObject({ downFor: duration.describe('How long they stay down.') }),
  make: ({ downFor }): FaultSpec => ({ kind: 'stop', settings: {}, lastsMs: downFor }),
});

const KILLED = 137;

/** What an operator does before maintenance: the service says goodbye to its peers. */
export const stopFault = fault({
  kind: 'stop',
  builder: stop,
  befalls: 'services',
  needs: [],
  settings: z.strictObject({}),
  inject: async ({ clock, services }) => {
    const before = await pidsOf(services);
    const instant = await watchingStops(services, clock);
    return {
      ...instant,
      prove: async () => [
        ...proofsOfHavingRun(before),
        ...(await allEnded(
          services.map((service) =>
            proofOfEnd(service, 'ended by itself', (code) => code !== undefined && code !== KILLED),
          ),
        )),
        ...(await allEnded(
          services.map((service) => proofOfRefusal(service, before.get(service))),
        )),
      ],
      proveHealed: () =>
        allEnded(services.map((service) => proofOfLife(service, clock, before.get(service)))),
    };
  },
  heal: ({ services }) => startWhatIsDown(services),
});

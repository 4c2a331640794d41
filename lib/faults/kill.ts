import { z } from 'zod';
import { allEnded } from '../core/all-ended.ts';
import { duration } from '../core/duration-schema.ts';
import { type FaultSpec, fault } from '../core/fault.ts';
import { recipe } from '../core/recipe.ts';
import { proofOfEnd, proofOfRefusal, watchingDeaths } from './deaths.ts';
import { pidsOf, proofOfLife, proofsOfHavingRun, startWhatIsDown } from './proofs.ts';

/** SIGKILL of every service of the target, started again after `downFor` ms. */
export const kill = recipe({
  word: 'kill',
  options: z.strictObject({ downFor: duration.describe('How long they stay down.') }),
  make: ({ downFor }): FaultSpec => ({ kind: 'kill', settings: {}, lastsMs: downFor }),
});

const SIGKILLED = 137;

/**
 * A process crash, and only that: peers see FIN or RST at once, and the page cache survives. The
 * instant is the one at which the kernel closed a connection that was open to the process; where
 * none could be opened, it lies between the order and its end.
 */
export const killFault = fault({
  kind: 'kill',
  builder: kill,
  befalls: 'services',
  needs: [],
  settings: z.strictObject({}),
  inject: async ({ clock, services }) => {
    const before = await pidsOf(services);
    const instant = await watchingDeaths(services, clock, () =>
      allEnded(services.map((service) => service.kill())),
    );
    return {
      ...instant,
      prove: async () => [
        ...proofsOfHavingRun(before),
        ...(await allEnded(
          services.map((service) =>
            proofOfEnd(service, 'was ended by SIGKILL', (code) => code === SIGKILLED),
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

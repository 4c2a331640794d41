import { z } from 'zod';
import { duration } from '../core/duration-schema.ts';
import { type FaultSpec, fault } from '../core/fault.ts';
import type { Proof } from '../core/history.ts';
import { recipe } from '../core/recipe.ts';
import { nameOf, pidsOf } from './proofs.ts';

/** The control: nothing is done, and that it was nothing is proven like any harm. */
export const none = recipe({
  word: 'none',
  options: z.strictObject({ lasts: duration.describe('How long it lasts.') }),
  make: ({ lasts }): FaultSpec => ({ kind: 'none', settings: {}, lastsMs: lasts }),
});

/** Leaves its targets alone, and proves that they are the same processes before and after. */
export const noneFault = fault({
  kind: 'none',
  builder: none,
  befalls: 'services',
  needs: [],
  settings: z.strictObject({}),
  inject: async ({ clock, services }) => {
    const before = await pidsOf(services);
    const prove = async (): Promise<readonly Proof[]> => {
      const now = await pidsOf(services);
      return [...now].map(([service, pid]) => ({
        claim: `${nameOf(service)} is left alone (pid ${before.get(service)})`,
        vantage: 'engine',
        observed: `pid ${pid}`,
        holds: pid !== 0 && pid === before.get(service),
      }));
    };
    return { at: clock.now(), uncertaintyMs: 0, prove, proveHealed: prove };
  },
  heal: async () => undefined,
});

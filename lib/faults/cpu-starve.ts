import { z } from 'zod';
import { allEnded } from '../core/all-ended.ts';
import { duration } from '../core/duration-schema.ts';
import { type FaultSpec, fault } from '../core/fault.ts';
import type { Proof } from '../core/history.ts';
import { between } from '../core/instant.ts';
import { recipe } from '../core/recipe.ts';
import type { Service } from '../core/service.ts';
import { nameOf } from './proofs.ts';

const settingsSchema = z.strictObject({
  cpus: z
    .number()
    .min(0.01)
    .max(64)
    .describe('What is left to each service, in processors: 0.05 is a twentieth of one.'),
});

/** Leaves every service of the target this much of the processors for `lasts` ms. */
export const cpuStarve = recipe({
  word: 'cpu-starve',
  options: settingsSchema.extend({ lasts: duration.describe('How long it lasts.') }),
  make: ({ lasts, cpus }): FaultSpec => ({
    kind: 'cpu-starve',
    settings: { cpus },
    lastsMs: lasts,
  }),
});

const MEASURED_MS = 500;
/** A share that is this much larger than what is left is not starved. */
const CLEARLY = 1.2;

/** A noisy neighbour or a stolen processor. Proven by a busy loop in the same limits. */
export const cpuStarveFault = fault({
  kind: 'cpu-starve',
  builder: cpuStarve,
  befalls: 'services',
  needs: [],
  settings: settingsSchema,
  inject: async ({ clock, services }, { cpus }) => {
    const before = await sharesOf(services);
    const from = clock.now();
    await allEnded(services.map((service) => service.limit({ cpus })));
    return {
      ...between(from, clock.now()),
      prove: async () => {
        const now = await sharesOf(services);
        return services.map((service, index): Proof => {
          const [was = Number.NaN, is = Number.NaN] = [before[index], now[index]];
          return {
            claim: `${nameOf(service)} gets at most ${cpus} processors`,
            vantage: 'a busy loop beside it',
            observed: `${was.toFixed(2)} before, ${is.toFixed(3)} now`,
            holds: was > CLEARLY * cpus && is > 0 && is <= 1.1 * cpus,
          };
        });
      },
      proveHealed: async () => {
        const now = await sharesOf(services);
        return services.map((service, index): Proof => {
          const is = now[index] ?? Number.NaN;
          return {
            claim: `${nameOf(service)} gets more than ${cpus} processors again`,
            vantage: 'a busy loop beside it',
            observed: is.toFixed(2),
            holds: is > CLEARLY * cpus,
          };
        });
      },
    };
  },
  heal: async ({ services }) => {
    await allEnded(services.map((service) => service.limit({})));
  },
});

/** One after another: side by side, each would take from the others. */
async function sharesOf(services: readonly Service[]): Promise<readonly number[]> {
  const shares: number[] = [];
  for (const service of services) shares.push(await service.cpuShare({ forMs: MEASURED_MS }));
  return shares;
}

import { z } from 'zod';
import { allEnded } from '../core/all-ended.ts';
import { duration } from '../core/duration-schema.ts';
import { type FaultSpec, fault } from '../core/fault.ts';
import type { Proof } from '../core/history.ts';
import { between } from '../core/instant.ts';
import { recipe } from '../core/recipe.ts';
import type { Service } from '../core/service.ts';
import { nameOf, startWhatIsDown } from './proofs.ts';

const settingsSchema = z.strictObject({
  memoryMiB: z.number().min(8).describe('What is left to each service.'),
});

/** Leaves every service of the target this much memory for `lasts` ms. */
export const memorySqueeze = recipe({
  word: 'memory-squeeze',
  options: settingsSchema.extend({ lasts: duration.describe('How long it lasts.') }),
  make: ({ lasts, memoryMiB }): FaultSpec => ({
    kind: 'memory-squeeze',
    settings: { memoryMiB },
    lastsMs: lasts,
  }),
});

/** A service that needs more is ended by the kernel: that is part of the harm, and it is started again. */
export const memorySqueezeFault = fault({
  kind: 'memory-squeeze',
  builder: memorySqueeze,
  befalls: 'services',
  needs: [],
  settings: settingsSchema,
  inject: async ({ clock, services }, { memoryMiB }) => {
    const before = await allEnded(services.map((service) => service.memoryLimitMiB()));
    const from = clock.now();
    await allEnded(services.map((service) => service.limit({ memoryMiB })));
    return {
      ...between(from, clock.now()),
      prove: () =>
        allEnded(services.map((service, index) => proofOfLimit(service, memoryMiB, before[index]))),
      proveHealed: () =>
        allEnded(
          services.map(async (service, index): Promise<Proof> => {
            const now = await service.memoryLimitMiB();
            return {
              claim: `${nameOf(service)} has the memory that it had before`,
              vantage: 'its own control group',
              observed: inWords(now),
              holds: now === before[index],
            };
          }),
        ),
    };
  },
  heal: async ({ services }) => {
    await allEnded(services.map((service) => service.limit({})));
    await startWhatIsDown(services);
  },
});

async function proofOfLimit(
  service: Service,
  memoryMiB: number,
  before: number | undefined,
): Promise<Proof> {
  const claim = `${nameOf(service)} has at most ${memoryMiB} MiB`;
  const { running, outOfMemory } = await service.state();
  if (!running) {
    const observed = outOfMemory ? 'the kernel ended it, out of memory' : 'it does not run';
    return { claim, vantage: 'engine', observed, holds: outOfMemory };
  }
  const now = await service.memoryLimitMiB();
  return {
    claim,
    vantage: 'its own control group',
    observed: `${inWords(before)} before, ${inWords(now)} now`,
    holds: before !== now && now !== undefined && Math.abs(now - memoryMiB) <= 1,
  };
}

const inWords = (limit: number | undefined): string =>
  limit === undefined ? 'no limit' : `${limit} MiB`;

import { z } from 'zod';
import { allEnded } from '../core/all-ended.ts';
import type { Clock } from '../core/clock.ts';
import { duration } from '../core/duration-schema.ts';
import { type FaultSpec, fault } from '../core/fault.ts';
import type { Proof } from '../core/history.ts';
import { together } from '../core/instant.ts';
import { recipe } from '../core/recipe.ts';
import type { PulseWatch, Service } from '../core/service.ts';
import { awaitProof, nameOf } from './proofs.ts';

/** Freezes every service of the target for `lasts` ms. */
export const pause = recipe({
  word: 'pause',
  options: z.strictObject({ lasts: duration.describe('How long it lasts.') }),
  make: ({ lasts }): FaultSpec => ({ kind: 'pause', settings: {}, lastsMs: lasts }),
});

/** A pulse that beats every 10 ms is dead when it has not been heard for this long. */
const SILENT_MS = 200;
const BEATS_WITHIN_MS = 5_000;

/**
 * A process that hangs: connections stay open, nothing answers. Shorter or longer than the failure
 * detector's timeout are two different tests. Seen from among the frozen: their pulse stops.
 */
export const pauseFault = fault({
  kind: 'pause',
  builder: pause,
  befalls: 'services',
  needs: [],
  settings: z.strictObject({}),
  inject: async ({ clock, services }) => {
    const pulses = await allEnded(
      services.map(async (service) => ({ service, pulse: await service.watchPulse() })),
    );
    await allEnded(services.map((service) => service.pause()));
    const pausedAt = clock.now();
    await clock.sleep(SILENT_MS);
    const lasts = pulses.map(({ pulse }) => pulse.last());
    return {
      ...together(lasts),
      prove: () =>
        allEnded(
          pulses.map(({ service, pulse }) => proofOfFreeze(service, pulse, pausedAt, clock)),
        ),
      proveHealed: async () => {
        const proofs = await allEnded(
          pulses.map(({ service, pulse }) => proofOfThaw(service, pulse, clock)),
        );
        for (const { pulse } of pulses) await pulse[Symbol.asyncDispose]();
        return proofs;
      },
    };
  },
  heal: async ({ services }) => {
    await allEnded(services.map((service) => service.resume()));
  },
});

async function proofOfFreeze(
  service: Service,
  pulse: PulseWatch,
  pausedAt: number,
  clock: Clock,
): Promise<Proof> {
  const { at, uncertaintyMs } = pulse.last();
  const { port } = service;
  const reach = port === undefined ? undefined : await service.reach();
  const silentMs = clock.now() - at;
  const stands = at <= pausedAt + uncertaintyMs && silentMs >= SILENT_MS;
  const claim = `the processes of ${nameOf(service)} stand still`;
  const observed = `last beat ${Math.round(silentMs)} ms ago`;
  if (reach === undefined) return { claim, vantage: tellerOf(pulse), observed, holds: stands };
  return {
    claim: `${claim}, its connections are open`,
    vantage: `${tellerOf(pulse)}, and the client network`,
    observed: `${observed}, port ${port} ${reach}`,
    holds: stands && reach === 'accepts',
  };
}

const tellerOf = ({ toldBy = 'a process among them' }: PulseWatch): string => toldBy;

function proofOfThaw(service: Service, pulse: PulseWatch, clock: Clock): Promise<Proof> {
  const since = clock.now();
  return awaitProof({
    claim: `the processes of ${nameOf(service)} run again`,
    vantage: tellerOf(pulse),
    clock,
    withinMs: BEATS_WITHIN_MS,
    look: async () => {
      const { at } = pulse.last();
      if (at > since) return { done: { observed: 'it beats', holds: true } };
      return { state: `last beat ${Math.round(clock.now() - at)} ms ago` };
    },
  });
}

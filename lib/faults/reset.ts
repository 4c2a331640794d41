import { z } from 'zod';
import { allEnded } from '../core/all-ended.ts';
import { duration } from '../core/duration-schema.ts';
import { UsageError } from '../core/errors.ts';
import { type FaultSpec, fault } from '../core/fault.ts';
import { recipe } from '../core/recipe.ts';
import type { Service } from '../core/service.ts';
import { atOnce } from './blow-time.ts';
import { awaitProof, nameOf } from './proofs.ts';

/** Answers every TCP segment to and from the clients' port of every service with RST for `lasts` ms. */
export const reset = recipe({
  word: 'reset',
  options: z.strictObject({ lasts: duration.describe('How long it lasts.') }),
  make: ({ lasts }): FaultSpec => ({ kind: 'reset', settings: {}, lastsMs: lasts }),
});

const ACCEPTS_WITHIN_MS = 10_000;

/** A firewall or a balancer that cuts connections loudly: both ends are told at once. */
export const resetFault = fault({
  kind: 'reset',
  builder: reset,
  befalls: 'services',
  needs: ['network-rules'],
  settings: z.strictObject({}),
  inject: async ({ id, clock, machines, services }) => {
    assertPorts(services);
    const before = new Map(
      await allEnded(services.map(async (one) => [one, await one.reach()] as const)),
    );
    const ports = machines.flatMap((machine) =>
      services
        .filter((service) => service.machine === machine.name)
        .flatMap(({ port }) => (port === undefined ? [] : [{ machine, port }])),
    );
    const instant = await atOnce(ports, clock, ({ machine, port }, when) =>
      machine.network.impose(`${id}_${port}`, { kind: 'reset', port }, when),
    );
    return {
      ...instant,
      prove: () =>
        allEnded(
          services.map(async (service) => {
            const now = await service.reach();
            return {
              claim: `port ${service.port} of ${nameOf(service)} is reset`,
              vantage: 'client network',
              observed: `it ${before.get(service)} before, and ${now} now`,
              holds: before.get(service) === 'accepts' && now === 'refuses',
            };
          }),
        ),
      proveHealed: () => allEnded(services.map((service) => proofOfAcceptance(service, clock))),
    };
  },
  heal: async ({ id, machines, services }) => {
    for (const { machine: name, port } of services) {
      await machines.find((machine) => machine.name === name)?.network.lift(`${id}_${port}`);
    }
  },
});

function assertPorts(services: readonly Service[]): void {
  const without = services.filter(({ port }) => port === undefined).map(nameOf);
  if (without.length === 0) return;
  throw new UsageError(
    `reset: expected services with a port, found none of ${without.join(', ')}`,
    {
      hint: 'Aim it at a service that listens.',
    },
  );
}

const proofOfAcceptance = (service: Service, clock: Parameters<typeof awaitProof>[0]['clock']) =>
  awaitProof({
    claim: `port ${service.port} of ${nameOf(service)} accepts again`,
    vantage: 'client network',
    clock,
    withinMs: ACCEPTS_WITHIN_MS,
    look: async () => {
      const reach = await service.reach();
      if (reach !== 'accepts') return { state: `it ${reach}` };
      return { done: { observed: `it ${reach}`, holds: true } };
    },
  });

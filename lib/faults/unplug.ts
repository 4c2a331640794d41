import { z } from 'zod';
import { allEnded } from '../core/all-ended.ts';
import { duration } from '../core/duration-schema.ts';
import { type FaultSpec, fault } from '../core/fault.ts';
import { recipe } from '../core/recipe.ts';
import { atOnce } from './blow-time.ts';
import {
  directionsAmong,
  proofOfHearing,
  proofsOfCut,
  vantagesOf,
  whoHearsWhom,
} from './hearing.ts';

/** Pulls the network cable of every machine of the target for `lasts` ms. */
export const unplug = recipe({
  word: 'unplug',
  options: z.strictObject({ lasts: duration.describe('How long it lasts.') }),
  make: ({ lasts }): FaultSpec => ({ kind: 'unplug', settings: {}, lastsMs: lasts }),
});

/** All traffic of a machine is gone, ARP included: silence, no RST. Its processes run on. */
export const unplugFault = fault({
  kind: 'unplug',
  builder: unplug,
  befalls: 'machines',
  needs: ['network-rules'],
  settings: z.strictObject({}),
  inject: async ({ id, clock, machines, others, clients }) => {
    const vantages = vantagesOf([...machines, ...others], clients);
    const before = await whoHearsWhom(vantages, clock);
    const instant = await atOnce(machines, clock, ({ network }, when) =>
      network.impose(id, { kind: 'silence' }, when),
    );
    const names = new Set(machines.map(({ name }) => name));
    const cut = directionsAmong(vantages).filter(
      ({ from, to }) => names.has(from) || names.has(to),
    );
    return {
      ...instant,
      prove: async () => proofsOfCut(cut, before, await whoHearsWhom(vantages, clock)),
      proveHealed: async () => [await proofOfHearing(before, vantages, clock)],
    };
  },
  heal: async ({ id, machines }) => {
    await allEnded(machines.map(({ network }) => network.lift(id)));
  },
});

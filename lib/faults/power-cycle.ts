import { z } from 'zod';
import { allEnded } from '../core/all-ended.ts';
import { type FaultSpec, fault } from '../core/fault.ts';
import { atOnce } from './blow-time.ts';
import { powerless } from './powered.ts';

/** Takes the power of every machine of the target away, for `offFor` ms. */
export const powerCycle = ({ offFor }: { readonly offFor: number }): FaultSpec => ({
  kind: 'power-cycle',
  settings: {},
  lastsMs: offFor,
});

/**
 * A power cut: silence instead of FIN and RST, and whatever was not synced to the disk is gone.
 * Several machines lose power within a few milliseconds of each other.
 */
export const powerCycleFault = fault({
  kind: 'power-cycle',
  befalls: 'machines',
  needs: ['network-rules', 'disks'],
  settings: z.strictObject({}),
  inject: (context) =>
    powerless(context, (machines) =>
      atOnce(machines, context.clock, (machine, when) => machine.powerOff(when)),
    ),
  heal: async ({ machines }) => {
    await allEnded(machines.map((machine) => machine.powerOn()));
  },
});

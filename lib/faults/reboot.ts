import { z } from 'zod';
import { allEnded } from '../core/all-ended.ts';
import { type FaultSpec, fault } from '../core/fault.ts';
import { together } from '../core/instant.ts';
import { powerless } from './powered.ts';

/** Shuts every machine of the target down in order, and starts it again after `offFor` ms. */
export const reboot = ({ offFor }: { readonly offFor: number }): FaultSpec => ({
  kind: 'reboot',
  settings: {},
  lastsMs: offFor,
});

/** Services are asked to end and the disk is unmounted before the power goes: nothing is lost. */
export const rebootFault = fault({
  kind: 'reboot',
  befalls: 'machines',
  needs: ['network-rules', 'disks'],
  settings: z.strictObject({}),
  inject: (context) =>
    powerless(context, async (machines) =>
      together(await allEnded(machines.map((machine) => machine.shutDown()))),
    ),
  heal: async ({ machines }) => {
    await allEnded(machines.map((machine) => machine.powerOn()));
  },
});

import { z } from 'zod';
import { allEnded } from '../core/all-ended.ts';
import { duration } from '../core/duration-schema.ts';
import { type FaultSpec, fault } from '../core/fault.ts';
import { together } from '../core/instant.ts';
import { recipe } from '../core/recipe.ts';
import { powerless } from './powered.ts';

/** Shuts every machine of the target down in order, and starts it again after `offFor` ms. */
export const reboot = recipe({
  word: 'reboot',
  options: z.strictObject({ offFor: duration.describe('How long there is no power.') }),
  make: ({ offFor }): FaultSpec => ({ kind: 'reboot', settings: {}, lastsMs: offFor }),
});

/** Services are asked to end and the disk is unmounted before the power goes: nothing is lost. */
export const rebootFault = fault({
  kind: 'reboot',
  builder: reboot,
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

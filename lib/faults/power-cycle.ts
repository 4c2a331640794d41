import { z } from 'zod';
import { allEnded } from '../core/all-ended.ts';
import { duration } from '../core/duration-schema.ts';
import { type FaultSpec, fault } from '../core/fault.ts';
import { recipe } from '../core/recipe.ts';
import { atOnce } from './blow-time.ts';
import { powerless } from './powered.ts';

const order = z.enum(['forward', 'reverse']);

const options = z.strictObject({
  offFor: duration.describe('How long there is no power.'),
  backEveryMs: duration
    .exactOptional()
    .describe(
      'Of several machines, each is back so long after the one before; all at once if not given.',
    ),
  backIn: order.exactOptional().describe('In which order of their names; forward if not given.'),
});

/**
 * Takes the power of every machine of the target away, for `offFor` ms; with `backEveryMs` they come back
 * one after another, the first after `offFor`.
 */
export const powerCycle = recipe({
  word: 'power-cycle',
  options,
  make: ({ offFor, backEveryMs = 0, backIn = 'forward' }): FaultSpec => ({
    kind: 'power-cycle',
    settings: backEveryMs === 0 ? {} : { backEveryMs, backIn },
    lastsMs: offFor,
  }),
});

const settingsSchema = z.strictObject({
  backEveryMs: z.number().positive().default(0),
  backIn: order.default('forward'),
});

/**
 * A power cut: silence instead of FIN and RST, and whatever was not synced to the disk is gone.
 * Several machines lose power within a few milliseconds of each other.
 */
export const powerCycleFault = fault({
  kind: 'power-cycle',
  builder: powerCycle,
  befalls: 'machines',
  needs: ['network-rules', 'disks'],
  settings: settingsSchema,
  inject: (context) =>
    powerless(context, (machines) =>
      atOnce(machines, context.clock, (machine, when) => machine.powerOff(when)),
    ),
  heal: async ({ clock, machines }, { backEveryMs, backIn }) => {
    const inOrder = backIn === 'forward' ? machines : machines.toReversed();
    await allEnded(
      inOrder.map(async (machine, place) => {
        await clock.sleep(place * backEveryMs);
        await machine.powerOn();
      }),
    );
  },
});

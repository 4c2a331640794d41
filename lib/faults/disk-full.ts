import { z } from 'zod';
import { allEnded } from '../core/all-ended.ts';
import { duration } from '../core/duration-schema.ts';
import { type FaultSpec, fault } from '../core/fault.ts';
import { between } from '../core/instant.ts';
import { recipe } from '../core/recipe.ts';
import { proofOfTrial, proofOfWriting } from './disk-proofs.ts';
import { startWhatIsDown } from './proofs.ts';

/** Fills the disk of every machine of the target for `lasts` ms. */
export const diskFull = recipe({
  word: 'disk-full',
  options: z.strictObject({ lasts: duration.describe('How long it lasts.') }),
  make: ({ lasts }): FaultSpec => ({ kind: 'disk-full', settings: {}, lastsMs: lasts }),
});

/** Larger than what a file system keeps back in blocks that were begun. */
const TRIAL_KIB = 4_096;

/** Something else has taken all space: writes end in ENOSPC, reads work. */
export const diskFullFault = fault({
  kind: 'disk-full',
  builder: diskFull,
  befalls: 'machines',
  needs: ['disks'],
  settings: z.strictObject({}),
  inject: async ({ clock, machines }) => {
    const before = await allEnded(machines.map(({ disk }) => disk.tryWrite({ kib: TRIAL_KIB })));
    const from = clock.now();
    await allEnded(machines.map(({ disk }) => disk.fill()));
    return {
      ...between(from, clock.now()),
      prove: () =>
        allEnded(
          machines.map(async (machine, index) => {
            const now = await machine.disk.tryWrite({ kib: TRIAL_KIB });
            const was = before[index] ?? { outcome: 'not tried', tookMs: 0 };
            return proofOfTrial(machine, 'write', was, now, ['ENOSPC']);
          }),
        ),
      proveHealed: () => allEnded(machines.map(proofOfWriting)),
    };
  },
  heal: async ({ machines, services }) => {
    await allEnded(machines.map(({ disk }) => disk.drain()));
    await startWhatIsDown(services);
  },
});

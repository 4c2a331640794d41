import { z } from 'zod';
import { allEnded } from '../core/all-ended.ts';
import { duration } from '../core/duration-schema.ts';
import { type FaultSpec, fault } from '../core/fault.ts';
import { between } from '../core/instant.ts';
import { recipe } from '../core/recipe.ts';
import { proofOfTrial, proofOfWriting, remount } from './disk-proofs.ts';

/** Lets the file system of every machine of the target go read-only; rebooted after `lasts` ms. */
export const diskReadOnly = recipe({
  word: 'disk-read-only',
  options: z.strictObject({ lasts: duration.describe('How long it lasts.') }),
  make: ({ lasts }): FaultSpec => ({ kind: 'disk-read-only', settings: {}, lastsMs: lasts }),
});

/** What errors=remount-ro does when a file system finds itself damaged: EROFS, until a reboot. */
export const diskReadOnlyFault = fault({
  kind: 'disk-read-only',
  builder: diskReadOnly,
  befalls: 'machines',
  needs: ['disks'],
  settings: z.strictObject({}),
  inject: async ({ clock, machines }) => {
    const before = await allEnded(machines.map(({ disk }) => disk.tryWrite()));
    const from = clock.now();
    await allEnded(machines.map(({ disk }) => disk.failFileSystem()));
    return {
      ...between(from, clock.now()),
      prove: () =>
        allEnded(
          machines.map(async (machine, index) => {
            const now = await machine.disk.tryWrite();
            const was = before[index] ?? { outcome: 'not tried', tookMs: 0 };
            return proofOfTrial(machine, 'write', was, now, ['EROFS']);
          }),
        ),
      proveHealed: () => allEnded(machines.map(proofOfWriting)),
    };
  },
  heal: async ({ machines }) => {
    await allEnded(machines.map(remount));
  },
});

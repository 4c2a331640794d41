import { z } from 'zod';
import { allEnded } from '../core/all-ended.ts';
import { workingDisk } from '../core/disk.ts';
import { duration } from '../core/duration-schema.ts';
import { type FaultSpec, fault } from '../core/fault.ts';
import type { Proof } from '../core/history.ts';
import { between } from '../core/instant.ts';
import type { Machine } from '../core/machine.ts';
import { recipe } from '../core/recipe.ts';
import { proofOfTrial, proofOfWriting, remount } from './disk-proofs.ts';
import { startWhatIsDown } from './proofs.ts';

const settingsSchema = z.strictObject({
  error: z
    .enum(['read', 'write', 'all'])
    .describe('Which requests fail; all unless told otherwise.'),
});

/** Lets requests to the disk of every machine of the target fail with EIO for `lasts` ms. */
export const diskError = recipe({
  word: 'disk-error',
  options: settingsSchema.partial().extend({ lasts: duration.describe('How long it lasts.') }),
  make: ({ lasts, error = 'all' }): FaultSpec => ({
    kind: 'disk-error',
    settings: { error },
    lastsMs: lasts,
  }),
});

/** A dying disk. A file system that gives up over it (EROFS) is part of the harm; a reboot heals it. */
export const diskErrorFault = fault({
  kind: 'disk-error',
  builder: diskError,
  befalls: 'machines',
  needs: ['disks', 'faulty-disks'],
  settings: settingsSchema,
  inject: async ({ clock, machines }, { error }) => {
    const look = async ({ disk }: Machine) => ({
      write: await disk.tryWrite(),
      read: await disk.tryRead(),
    });
    const before = await allEnded(machines.map(look));
    const from = clock.now();
    await allEnded(machines.map(({ disk }) => disk.turn({ ...workingDisk, error })));
    const tried = error === 'all' ? (['read', 'write'] as const) : [error];
    return {
      ...between(from, clock.now()),
      prove: async () => {
        const proofs: Proof[] = [];
        for (const [index, machine] of machines.entries()) {
          const was = before[index];
          for (const what of tried) {
            // Reading first: a write may make the file system give up altogether.
            const now = await (what === 'read' ? machine.disk.tryRead() : machine.disk.tryWrite());
            const unknown = { outcome: 'not tried', tookMs: 0 };
            const wanted = what === 'read' ? ['EIO'] : ['EIO', 'EROFS'];
            proofs.push(proofOfTrial(machine, what, was?.[what] ?? unknown, now, wanted));
          }
        }
        return proofs;
      },
      proveHealed: () => allEnded(machines.map(proofOfWriting)),
    };
  },
  heal: async ({ machines, services }) => {
    for (const machine of machines) {
      await machine.disk.turn(workingDisk);
      const { outcome } = await machine.disk.tryWrite();
      if (outcome !== 'ok') await remount(machine);
    }
    await startWhatIsDown(services);
  },
});

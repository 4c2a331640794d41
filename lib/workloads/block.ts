import { z } from 'zod';
import { UsageError } from '../core/errors.ts';
import { recipe } from '../core/recipe.ts';
import type { Operation } from '../core/system.ts';
import type { Workload } from '../core/workload.ts';
import { load, loadOptions } from './load.ts';
import { objects } from './objects.ts';

const BLOCKS_PER_MIB = 256;

const optionsSchema = loadOptions.extend({
  blocks: z
    .int()
    .exactOptional()
    .describe('How many blocks of 4 KiB are in use, evenly apart over the image.'),
  imageMiB: z
    .number()
    .exactOptional()
    .describe('Size of the image; what was never written takes no room.'),
  writeEvery: z
    .int()
    .exactOptional()
    .describe('Every so-many-th operation writes; the others read.'),
  flushEvery: z
    .int()
    .exactOptional()
    .describe(
      'Every so-many-th write is flushed before it counts as acknowledged. The others count when the block device has taken them: it may keep those in a cache, as disks do, and lose them there.',
    ),
});

/**
 * Writes whole blocks of a block device, each time a higher version, and reads them: every read
 * must show the last version acknowledged before it, and so must every node in the end.
 *
 * The defaults put each of 20 blocks into an RBD object of its own (4 MiB), and flush every write.
 */
export const block = recipe({ word: 'block', options: optionsSchema, make: wholeBlocks });

function wholeBlocks({
  blocks = 20,
  imageMiB = blocks * 4,
  writeEvery = 2,
  flushEvery = 1,
  ...options
}: z.output<typeof optionsSchema>): Workload {
  assertRoom(blocks, imageMiB);
  const { operation: ofObjects } = objects({ names: blocks, writeEvery });
  const operation = (id: number): Operation => {
    const { f, value } = ofObjects(id);
    const flushes = (id / writeEvery) % flushEvery === flushEvery - 1;
    return { f: f === 'write' && !flushes ? 'write-unflushed' : f, value };
  };
  const settings = { blocks, imageMiB };
  return load({ on: 'ceph', vocabulary: 'block', settings, operation }, options);
}

function assertRoom(blocks: number, imageMiB: number): void {
  const room = imageMiB * BLOCKS_PER_MIB;
  if (Number.isInteger(blocks) && blocks >= 1 && Number.isInteger(imageMiB) && blocks <= room) {
    return;
  }
  throw new UsageError(
    `block: expected 1 to ${room} blocks (imageMiB ${imageMiB}, 256 each), found ${blocks}`,
    { hint: 'Both are whole numbers; blocks have 4 KiB and lie evenly apart over the image.' },
  );
}

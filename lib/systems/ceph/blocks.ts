import { z } from 'zod';
import type { Json } from '../../core/history.ts';
import type { Machine } from '../../core/machine.ts';
import type { Operation, Vocabulary, WorkloadSettings } from '../../core/system.ts';
import type { Conversation } from './conversation.ts';
import { askGateway, askOnce, clientMachine } from './gateway.ts';
import { openGatewayLane } from './gateway-lane.ts';
import { CLIENT_MACHINE, IMAGE, osdOf, POOL } from './port.ts';

const CREATE_WITHIN_MS = 10_000;
/** A list waits until placement groups have changed their primary, and then reads every block. */
const LIST_WITHIN_MS = 30_000;
const MIB = 1_048_576;
const BLOCK_BYTES = 4_096;

const disk = { pool: POOL, image: IMAGE } as const;
const doneSchema = z.object({ ok: z.literal(true) });
const versionSchema = z.object({ version: z.int().nullable() });
const listSchema = z.object({ blocks: z.array(z.tuple([z.int(), z.int()])) });
const layoutSchema = z.object({ blocks: z.int().positive(), imageMiB: z.int().positive() });

/**
 * Blocks of one RBD image by number, through librbd: content follows from number and version, and
 * is compared byte by byte when it is read. All lanes share the gateway's one handle of the image,
 * as the requests of a virtual machine share its disk.
 *
 * `write` is acknowledged when a flush after it was; `write-unflushed` when librbd has taken it,
 * which may be in its memory alone.
 */
export function cephBlocks(): Vocabulary {
  let prepared: { readonly gateway: Machine; readonly places: readonly number[] } | undefined;
  return {
    prepare: async (machines, settings) => {
      const gateway = clientMachine(machines);
      const bytes = layoutSchema.parse(settings).imageMiB * MIB;
      await askOnce(gateway, { do: 'create_image', ...disk, bytes }, doneSchema, CREATE_WITHIN_MS);
      prepared = { gateway, places: placesOf(settings) };
    },
    open: (machines, options) => {
      const places = placesOf(options.settings);
      return openGatewayLane(machines, options, (conversation, operation) =>
        carryOut(conversation, places, operation),
      );
    },
    readAll: (machine) => {
      if (prepared === undefined) throw new RangeError('blocks are read before prepare');
      return listBlocks(prepared.gateway, prepared.places, machine);
    },
  };
}

/** Where each block lies: evenly apart over the image. */
function placesOf(settings: WorkloadSettings): readonly number[] {
  const { blocks, imageMiB } = layoutSchema.parse(settings);
  const apart = Math.floor((imageMiB * MIB) / BLOCK_BYTES / blocks) * BLOCK_BYTES;
  return Array.from({ length: blocks }, (_, block) => block * apart);
}

/** From the copies of the machine's own OSD; as another client reads them on the clients' machine. */
async function listBlocks(
  gateway: Machine,
  places: readonly number[],
  { name }: Machine,
): Promise<readonly Json[]> {
  const source = name === CLIENT_MACHINE ? {} : { from_osd: osdOf(name) };
  const list = { do: 'list_blocks', ...disk, places, ...source };
  return (await askOnce(gateway, list, listSchema, LIST_WITHIN_MS)).blocks;
}

/** What it read; undefined where there is nothing to be read. */
async function carryOut(
  conversation: Conversation,
  places: readonly number[],
  { f, value }: Operation,
): Promise<number | null | undefined> {
  const [block, version] = z.tuple([z.int()]).rest(z.int()).parse(value);
  const where = { ...disk, block, place: places[block] };
  switch (f) {
    case 'write':
    case 'write-unflushed': {
      const write = { do: 'write_block', ...where, version, flush: f === 'write' };
      await askGateway(conversation, write, doneSchema);
      return undefined;
    }
    case 'read':
      return (await askGateway(conversation, { do: 'read_block', ...where }, versionSchema))
        .version;
    default:
      throw new RangeError(`block: expected write, write-unflushed or read, found ${f}`);
  }
}

import { z } from 'zod';
import type { Json } from '../../core/history.ts';
import type { Machine } from '../../core/machine.ts';
import type { Operation, Vocabulary } from '../../core/system.ts';
import type { Conversation } from './conversation.ts';
import { askGateway, askOnce, clientMachine } from './gateway.ts';
import { openGatewayLane } from './gateway-lane.ts';
import { CLIENT_MACHINE, osdOf, POOL } from './port.ts';

/** A list waits until placement groups have changed their primary, and then reads every object. */
const LIST_WITHIN_MS = 30_000;

const doneSchema = z.object({ ok: z.literal(true) });
const versionSchema = z.object({ version: z.int().nullable() });
const listSchema = z.object({ objects: z.array(z.tuple([z.string(), z.int().nullable()])) });
const nameSchema = z.union([z.string(), z.int()]);

/**
 * Objects of a pool by name, through librados: content follows from name and version, and is
 * compared byte by byte when it is read.
 */
export function cephObjects(): Vocabulary {
  let gateway: Machine | undefined;
  return {
    prepare: async (machines) => {
      gateway = clientMachine(machines);
      await listObjects(gateway, gateway);
    },
    open: (machines, options) => openGatewayLane(machines, options, carryOut),
    readAll: (machine) => {
      if (gateway === undefined) throw new RangeError('objects are read before prepare');
      return listObjects(gateway, machine);
    },
  };
}

/** From the copies of the machine's own OSD; as clients read them on the clients' machine. */
async function listObjects(gateway: Machine, { name }: Machine): Promise<readonly Json[]> {
  const source = name === CLIENT_MACHINE ? {} : { from_osd: osdOf(name) };
  const list = { do: 'list', pool: POOL, ...source };
  const { objects } = await askOnce(gateway, list, listSchema, LIST_WITHIN_MS);
  return objects.map(([written, version]) => [nameSchema.parse(JSON.parse(written)), version]);
}

/** What it read; undefined where there is nothing to be read. */
async function carryOut(
  conversation: Conversation,
  { f, value }: Operation,
): Promise<number | null | undefined> {
  const [name, version] = z.tuple([nameSchema]).rest(z.int()).parse(value);
  const question = { do: f, pool: POOL, name: JSON.stringify(name) };
  switch (f) {
    case 'write':
      await askGateway(conversation, { ...question, version }, doneSchema);
      return undefined;
    case 'read':
      return (await askGateway(conversation, question, versionSchema)).version;
    case 'delete':
      await askGateway(conversation, question, doneSchema);
      return undefined;
    default:
      throw new RangeError(`objects: expected write, read or delete, found ${f}`);
  }
}

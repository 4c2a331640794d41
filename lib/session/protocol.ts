import { z } from 'zod';

/** What a keeper can be told; one order a connection, a line of JSON. */
export const orderSchema = z.discriminatedUnion('order', [
  z.strictObject({ order: z.literal('stand') }).describe('Answered when the cluster stands.'),
  z.strictObject({ order: z.literal('status') }),
  z.strictObject({ order: z.literal('fault'), fault: z.json(), target: z.json() }),
  z.strictObject({ order: z.literal('heal'), what: z.string().optional() }),
  z.strictObject({ order: z.literal('load-start'), workload: z.json().optional() }),
  z.strictObject({ order: z.literal('load-stop'), name: z.string().optional() }),
  z.strictObject({ order: z.literal('down') }),
]);

export type Order = z.infer<typeof orderSchema>;

/** What a keeper says: any number of activities, and then one answer. */
export const replySchema = z.union([
  z.strictObject({ progress: z.string() }),
  z.strictObject({ done: z.json() }),
  z.strictObject({
    refused: z.object({ code: z.string(), message: z.string(), hint: z.string() }),
  }),
]);

export type Reply = z.infer<typeof replySchema>;

const proof = z.object({
  claim: z.string(),
  vantage: z.string(),
  observed: z.string(),
  holds: z.boolean(),
});

const struck = z.object({
  number: z.number(),
  fault: z.string(),
  whom: z.string(),
  lastsMs: z.number(),
  proofs: z.array(proof),
});

/** What each order is answered with. */
export const answerSchemas = {
  stand: z.object({ steady: z.boolean(), detail: z.string() }),
  status: z.object({ folder: z.string(), live: z.looseObject({ activity: z.string() }) }),
  fault: struck,
  heal: z.array(struck),
  'load-start': z.array(z.string()),
  'load-stop': z.array(z.string()),
  down: z.object({ folder: z.string() }),
} satisfies Readonly<Record<Order['order'], z.ZodType>>;

export type Answer<Name extends Order['order']> = z.infer<(typeof answerSchemas)[Name]>;

import { z } from 'zod';
import { monotonicClock } from '../../core/clock.ts';
import type { Machine } from '../../core/machine.ts';
import { within } from '../../core/within.ts';
import { type Conversation, converse } from './conversation.ts';
import { CLIENT_MACHINE, GATEWAY_PORT } from './port.ts';

/** What the gateway says of an error: a name of errno(3), or a word of its own. */
export class GatewayError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

const errorSchema = z.object({ error: z.string(), message: z.string() });

export const connectGateway = (machine: Machine, withinMs: number): Promise<Conversation> =>
  converse(machine, GATEWAY_PORT, withinMs);

/** Asks the gateway and reads its answer; an error of its is thrown as a GatewayError. */
export async function askGateway<T>(
  conversation: Conversation,
  question: Readonly<Record<string, unknown>>,
  answer: z.ZodType<T>,
): Promise<T> {
  const said = await conversation.ask(question);
  const refusal = errorSchema.safeParse(said);
  if (refusal.success) throw new GatewayError(refusal.data.error, refusal.data.message);
  return answer.parse(said);
}

/** One question on a connection of its own, with all that it takes in the time given. */
export async function askOnce<T>(
  machine: Machine,
  question: Readonly<Record<string, unknown>>,
  answer: z.ZodType<T>,
  withinMs: number,
): Promise<T> {
  const conversation = await connectGateway(machine, withinMs);
  try {
    const found = await within(
      monotonicClock,
      withinMs,
      askGateway(conversation, question, answer),
    );
    if (found !== 'late') return found.value;
    throw new Error(`${machine.name}: '${question['do']}' not answered within ${withinMs} ms`);
  } finally {
    conversation.close();
  }
}

/** The machine of the clients among those of the system. */
export function clientMachine(machines: readonly Machine[]): Machine {
  const found = machines.find(({ name }) => name === CLIENT_MACHINE);
  if (found === undefined) throw new RangeError(`ceph runs without ${CLIENT_MACHINE}`);
  return found;
}

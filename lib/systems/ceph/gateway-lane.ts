import type { Json } from '../../core/history.ts';
import { openLane, type Session } from '../../core/lane.ts';
import type { Machine } from '../../core/machine.ts';
import type { Client, LaneOptions, Operation } from '../../core/system.ts';
import type { Conversation } from './conversation.ts';
import { classify } from './errors.ts';
import { clientMachine, connectGateway } from './gateway.ts';

const BACK_OFF_MS = 50;

/** Asks the gateway for one operation: what it read; undefined where there is nothing to be read. */
export type CarryOut = (
  conversation: Conversation,
  operation: Operation,
) => Promise<Json | undefined>;

/**
 * A lane that has the gateway as its only host, as clients have one librados, which finds its way
 * to the OSDs by itself.
 */
export const openGatewayLane = (
  machines: readonly Machine[],
  { clock, timeoutMs }: LaneOptions,
  carryOut: CarryOut,
): Client =>
  openLane({
    clock,
    timeoutMs,
    machines: [clientMachine(machines)],
    backOffMs: BACK_OFF_MS,
    connect: (machine, withinMs) => openSession(machine, withinMs, carryOut),
  });

async function openSession(
  machine: Machine,
  withinMs: number,
  carryOut: CarryOut,
): Promise<Session> {
  const conversation = await connectGateway(machine, withinMs);
  return {
    get broken() {
      return conversation.closed;
    },
    destroy: () => conversation.close(),
    execute: async (operation) => {
      try {
        const value = await carryOut(conversation, operation);
        return { type: 'ok', machine: machine.name, ...(value === undefined ? {} : { value }) };
      } catch (thrown) {
        return { ...classify(thrown), machine: machine.name };
      }
    },
  };
}

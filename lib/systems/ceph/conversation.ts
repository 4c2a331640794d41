import * as lines from '../../core/conversation.ts';
import type { Host } from '../../core/machine.ts';

/** One connection on which a line of JSON is answered by a line of JSON. */
export interface Conversation {
  readonly closed: boolean;
  /** One question at a time; rejects where the connection ends. */
  ask(question: unknown): Promise<unknown>;
  close(): void;
}

/** Connects, or rejects within the time given. */
export async function converse(host: Host, port: number, withinMs: number): Promise<Conversation> {
  const conversation = await lines.converse(host, port, withinMs);
  return {
    get closed() {
      return conversation.closed;
    },
    ask: (question) => conversation.ask<unknown>(JSON.stringify(question), JSON.parse),
    close: () => conversation.close(),
  };
}

import { messageOf } from '../../core/errors.ts';
import type { OperationError } from '../../core/history.ts';

/**
 * Errors after which a message certainly was not taken, and none was given. Whatever is not in this
 * table may have happened: an answer that never came, a connection that broke, and a basic.nack, by
 * which a broker says that it could not answer for the message, not that it does not have it.
 * Codes: AMQP 0-9-1 with RabbitMQ's extensions.
 */
const definite: ReadonlyMap<string, string> = new Map([
  ['NO_ROUTE', 'mandatory, and returned: no queue took it'],
  ['NOT_FOUND', 'the queue does not exist, or its node is down: there was nothing to get'],
]);

/** The reply codes that mean one of these. */
const replies: ReadonlyMap<number, string> = new Map([
  [312, 'NO_ROUTE'],
  [404, 'NOT_FOUND'],
]);

export interface Classified {
  readonly type: 'fail' | 'info';
  readonly error: OperationError;
}

/** A broker's answer to a mandatory message that no queue took. */
export class Returned extends Error {
  readonly code = 312;
}

/** A broker's basic.nack. */
export class Refused extends Error {
  readonly code = 'NACK';
}

/** What an error of the driver means for the operation. */
export function classify(thrown: unknown): Classified {
  const code = codeOf(thrown);
  return {
    type: definite.has(code) ? 'fail' : 'info',
    error: { code, message: messageOf(thrown) },
  };
}

function codeOf(thrown: unknown): string {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  if (typeof code === 'number') return replies.get(code) ?? `AMQP_${code}`;
  return typeof code === 'string' ? code : 'UNKNOWN';
}

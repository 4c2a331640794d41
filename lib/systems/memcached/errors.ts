import { messageOf } from '../../core/errors.ts';
import type { OperationError } from '../../core/history.ts';
import { Refused } from './protocol.ts';

/**
 * Refusals after which nothing was stored; errors.docker.test.ts provokes each. Whatever else a
 * server says, or does not say, it may have stored.
 */
const definite: readonly (readonly [line: string, code: string])[] = [
  ['SERVER_ERROR object too large for cache', 'TOO_LARGE'],
  ['CLIENT_ERROR bad command line format', 'BAD_COMMAND'],
];

export interface Classified {
  readonly type: 'fail' | 'info';
  readonly error: OperationError;
}

/**
 * What an error means for an operation that had a value on its way to the server, or had not: where
 * none was on its way, nothing can have been stored.
 */
export function classify(thrown: unknown, sentValue: 'sent' | 'not sent'): Classified {
  const message = messageOf(thrown);
  const known = definite.find(([line]) => message === line);
  if (known !== undefined) return { type: 'fail', error: { code: known[1], message } };
  const code = thrown instanceof Refused ? 'REFUSED' : 'HOST_FAILED';
  return { type: sentValue === 'sent' ? 'info' : 'fail', error: { code, message } };
}

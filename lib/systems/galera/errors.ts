import { codeOf, messageOf } from '../../core/errors.ts';
import type { OperationError } from '../../core/history.ts';

/**
 * Errors after which a single-statement transaction certainly did not happen. Whatever is not in
 * this table may have happened. Codes: MariaDB's error reference.
 */
const definite: ReadonlyMap<string, string> = new Map([
  ['ER_LOCK_DEADLOCK', 'deadlock, or certification failed: another node was first; rolled back'],
  ['ER_LOCK_WAIT_TIMEOUT', 'waited too long for a row lock; the statement was rolled back'],
  ['ER_UNKNOWN_COM_ERROR', 'WSREP has not yet prepared node for application use'],
  ['ER_OPTION_PREVENTS_STATEMENT', 'the server is read-only'],
  ['ER_NO_SUCH_TABLE', 'the table does not exist there (yet)'],
]);

/** Errors that say: this node does not serve at the moment, ask another one. */
const notServing: ReadonlySet<string> = new Set([
  'ER_UNKNOWN_COM_ERROR',
  'ER_SERVER_SHUTDOWN',
  'ER_OPTION_PREVENTS_STATEMENT',
]);

export interface Classified {
  readonly type: 'fail' | 'info';
  readonly error: OperationError;
  readonly serves: boolean;
}

/** Whatever went wrong: the operation certainly did not happen. */
export class Definite extends Error {
  constructor(why: string, cause: unknown) {
    super(`${why}: ${messageOf(cause)}`, { cause });
    this.name = 'Definite';
  }
}

/** What an error of the driver means for the operation and for the connection. */
export function classify(thrown: unknown): Classified {
  const isDefinite = thrown instanceof Definite;
  const code = codeOf(isDefinite ? thrown.cause : thrown);
  return {
    type: isDefinite || definite.has(code) ? 'fail' : 'info',
    error: { code, message: messageOf(thrown) },
    serves: !notServing.has(code),
  };
}

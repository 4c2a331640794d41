import { messageOf } from '../../core/errors.ts';
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

/** What an error of the driver means for the operation and for the connection. */
export function classify(thrown: unknown): Classified {
  const code = codeOf(thrown);
  return {
    type: definite.has(code) ? 'fail' : 'info',
    error: { code, message: messageOf(thrown) },
    serves: !notServing.has(code),
  };
}

function codeOf(thrown: unknown): string {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  return typeof code === 'string' ? code : 'UNKNOWN';
}

import { messageOf } from '../../core/errors.ts';
import type { OperationError } from '../../core/history.ts';

interface Meaning {
  /** Why the command certainly did not happen. */
  readonly why: string;
  /** Whether another server should be asked instead. */
  readonly serves: boolean;
}

/**
 * Errors after which a command that writes one key, or a script that does, certainly did not
 * happen: Redis checks all of them before it executes anything (processCommand). Whatever is not
 * in this table may have happened. errors.docker.test.ts provokes each.
 */
const definite: ReadonlyMap<string, Meaning> = new Map([
  ['READONLY', { why: 'the server is a replica', serves: false }],
  ['NOREPLICAS', { why: 'too few replicas are in time (min-replicas-to-write)', serves: false }],
  ['LOADING', { why: 'the server still loads its data', serves: false }],
  ['MASTERDOWN', { why: 'a replica without its primary refuses to answer', serves: false }],
  ['MISCONF', { why: 'the last save failed, and writes are stopped for it', serves: false }],
  ['CLUSTERDOWN', { why: 'the server is of a cluster that does not serve', serves: false }],
  ['OOM', { why: 'maxmemory is used up', serves: true }],
  ['BUSY', { why: 'a script has been running for too long; others wait', serves: true }],
  ['NOT_SENT', { why: 'there was no connection to write to', serves: false }],
]);

export interface Classified {
  readonly type: 'fail' | 'info';
  readonly error: OperationError;
  /** Whether the connection is of further use. */
  readonly serves: boolean;
}

/** What an error of the driver means for the operation and for the connection. */
export function classify(thrown: unknown): Classified {
  const message = messageOf(thrown);
  const code = codeOf(message);
  const meaning = definite.get(code);
  return {
    type: meaning === undefined ? 'info' : 'fail',
    error: { code, message },
    serves: meaning?.serves ?? true,
  };
}

/** The server's errors begin with their code; the driver's own are told by their words. */
function codeOf(message: string): string {
  if (message.startsWith("Stream isn't writeable")) return 'NOT_SENT';
  if (message.startsWith('Connection is closed')) return 'CONNECTION_CLOSED';
  return message.match(/^-?([A-Z]{2,})\b/)?.[1] ?? 'UNKNOWN';
}

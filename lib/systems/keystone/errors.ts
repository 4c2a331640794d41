import type { IncomingHttpHeaders } from 'node:http';
import { codeOf, messageOf } from '../../core/errors.ts';
import type { OperationError } from '../../core/history.ts';
import type { HttpAnswer } from '../../core/http.ts';

/**
 * Keystone's answers after which nothing was written. Whatever is not in this table may have been:
 * 500 is said of a connection to the database that broke, also one that broke at the COMMIT; 409 of
 * a name that is taken, which is that of this very request where a proxy has sent it twice.
 */
const definite: ReadonlyMap<number, string> = new Map([
  [400, 'the request was not understood'],
  [401, 'the token or password is not valid, which is looked at first'],
  [403, 'the policy forbids it, which is looked at before anything is done'],
]);

/** What HAProxy says where Keystone did not: of a request that no server has had. */
const notPassedOn: ReadonlyMap<number, string> = new Map([
  [503, 'HAProxy: no server is up, or none accepted a connection'],
]);

export interface Classified {
  readonly type: 'fail' | 'info';
  readonly error: OperationError;
}

/** What an answer other than the hoped for means for the request. */
export function classifyAnswer({
  status,
  headers,
}: Pick<HttpAnswer, 'status' | 'headers'>): Classified {
  const own = isKeystones(headers);
  const why = (own ? definite : notPassedOn).get(status);
  const message = why ?? `said by ${own ? 'Keystone' : 'who is in front of it'}`;
  return {
    type: why === undefined ? 'info' : 'fail',
    error: { code: `HTTP_${status}`, message },
  };
}

/** Keystone gives every request a number; a proxy's own answer has none. */
export const isKeystones = (headers: IncomingHttpHeaders): boolean =>
  headers['x-openstack-request-id'] !== undefined;

/** The request could not be sent: nobody accepted a connection. */
export const notSent = (thrown: unknown): Classified => ({
  type: 'fail',
  error: { code: 'NOT_SENT', message: `no connection: ${messageOf(thrown)}` },
});

/** What an error on an open connection means: the request may have been served. */
export const classifyError = (thrown: unknown): Classified => ({
  type: 'info',
  error: { code: codeOf(thrown), message: messageOf(thrown) },
});

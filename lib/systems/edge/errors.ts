import { codeOf, messageOf } from '../../core/errors.ts';
import type { OperationError } from '../../core/history.ts';

/**
 * Statuses of HAProxy's own making after which no server has had the request. Whatever is not in
 * this table may have been served: 502 and 504 are said of a request that was sent on.
 */
const definite: ReadonlyMap<number, string> = new Map([
  [503, 'no server is up, or none accepted a connection'],
]);

export interface Classified {
  readonly type: 'fail' | 'info';
  readonly error: OperationError;
}

/** What an answer other than 200 means for the request; a backend's own word proves nothing. */
export const classifyStatus = (status: number, backend: string | null): Classified => ({
  type: backend === null && definite.has(status) ? 'fail' : 'info',
  error: {
    code: `HTTP_${status}`,
    message:
      backend === null ? (definite.get(status) ?? 'HAProxy’s own answer') : `said by ${backend}`,
  },
});

/**
 * What an error of a request on an open connection means: it was sent, or may have been, so that it
 * may have been served. Connections that could not be made are the lane’s matter: never sent.
 */
export const classifyError = (thrown: unknown): Classified => ({
  type: 'info',
  error: { code: codeOf(thrown), message: messageOf(thrown) },
});

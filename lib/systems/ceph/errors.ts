import { messageOf } from '../../core/errors.ts';
import type { OperationError } from '../../core/history.ts';
import { GatewayError } from './gateway.ts';

/**
 * Errors after which an operation certainly did not happen. Whatever is not in this table may
 * have: librados sends an operation again when a map changes, so that even one that is refused in
 * the end may have been carried out the first time. These are the gateway's own.
 */
const definite: ReadonlyMap<string, string> = new Map([
  ['NOT_CONNECTED', 'the gateway has never reached a monitor: nothing was sent'],
  ['NO_POOL', 'the pool could not be opened, which comes before anything is sent'],
  ['NO_IMAGE', 'the image could not be opened, which comes before any block is sent'],
]);

/** What an error means for the operation. */
export function classify(thrown: unknown): {
  readonly type: 'fail' | 'info';
  readonly error: OperationError;
} {
  const code = thrown instanceof GatewayError ? thrown.code : 'LOST_CONNECTION';
  return {
    type: definite.has(code) ? 'fail' : 'info',
    error: { code, message: messageOf(thrown) },
  };
}

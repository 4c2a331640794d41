import { connect } from 'node:net';
import type { Clock } from '../core/clock.ts';
import type { DeathWatch, Reach } from '../core/service.ts';

export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** Tries to connect and says what it met. A refusal is an answer; silence is the lack of one. */
export function reach(
  { address, port }: Endpoint,
  { withinMs }: { readonly withinMs: number },
): Promise<Reach> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port, timeout: withinMs });
    const answer = (found: Reach) => () => {
      socket.destroy();
      resolve(found);
    };
    socket.once('connect', answer('accepts'));
    socket.once('timeout', answer('silent'));
    socket.once('error', (error) => {
      answer('code' in error && error.code === 'ECONNREFUSED' ? 'refuses' : 'silent')();
    });
  });
}

/** Of what nobody could connect to: however it dies, that is not seen. */
const unseen: DeathWatch = {
  seen: async () => undefined,
  [Symbol.asyncDispose]: async () => undefined,
};

/**
 * Holds a connection open, and notes when the other side's kernel closes it. A service that does not
 * accept yet, or whose machine is cut off, can be killed all the same: its death is not seen then.
 */
export function watchDeath(
  { address, port }: Endpoint,
  clock: Clock,
  { withinMs }: { readonly withinMs: number },
): Promise<DeathWatch> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port, timeout: withinMs });
    const closed = new Promise<number>((close) => {
      // FIN is told by `end`, RST by `error`; `close` follows when our side is done as well.
      for (const sign of ['end', 'error', 'close']) socket.once(sign, () => close(clock.now()));
    });
    socket.resume();
    for (const vain of ['error', 'timeout']) {
      socket.once(vain, () => {
        socket.destroy();
        resolve(unseen);
      });
    }
    socket.once('connect', () => {
      // From now on silence is what is expected.
      socket.setTimeout(0);
      resolve({
        seen: async ({ withinMs: patienceMs }) => {
          const waiting = new AbortController();
          const late = clock.sleep(patienceMs, waiting.signal).then(
            () => undefined,
            () => undefined,
          );
          const seen = await Promise.race([closed, late]);
          waiting.abort();
          return seen;
        },
        [Symbol.asyncDispose]: async () => {
          socket.destroy();
        },
      });
    });
  });
}

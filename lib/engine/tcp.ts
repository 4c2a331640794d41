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

/** Holds a connection open, and notes when the other side's kernel closes it. */
export function watchDeath({ address, port }: Endpoint, clock: Clock): Promise<DeathWatch> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port });
    const closed = new Promise<number>((close) => {
      // FIN is told by `end`, RST by `error`; `close` follows when our side is done as well.
      for (const sign of ['end', 'error', 'close']) socket.once(sign, () => close(clock.now()));
    });
    socket.resume();
    socket.once('error', reject);
    socket.once('connect', () =>
      resolve({
        seen: async ({ withinMs }) => {
          const waiting = new AbortController();
          const late = clock.sleep(withinMs, waiting.signal).then(
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
      }),
    );
  });
}

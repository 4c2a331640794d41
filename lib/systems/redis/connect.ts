import { type RedisOptions as DriverOptions, Redis } from 'ioredis';
import { monotonicClock } from '../../core/clock.ts';
import { within } from '../../core/within.ts';

type RedisOptions = Omit<DriverOptions, 'replyMapping'>;

/**
 * A driver that does what it is told, once: it neither queues while it has no connection nor
 * reconnects nor sends again what got no answer. Any of that would hide an outage, or write twice.
 */
const plain = {
  lazyConnect: true,
  retryStrategy: () => null,
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  autoResendUnfulfilledCommands: false,
  autoResubscribe: false,
  disconnectTimeout: 100,
  disableClientInfo: true,
  protocol: 2,
} as const satisfies RedisOptions;

/** A connection to one server or sentinel, that rejects with the driver's own errors. */
export interface Connection {
  /** The answer as the protocol has it: text, numbers, lists. */
  call(command: string, ...values: readonly (string | number)[]): Promise<unknown>;
  /** Address of the server at the other end. */
  readonly address: string;
  readonly lost: boolean;
  destroy(): void;
}

/** Connects, or rejects within the time given. */
export async function connectRedis(options: RedisOptions, withinMs: number): Promise<Connection> {
  const redis = new Redis({ connectTimeout: withinMs, ...plain, ...options });
  redis.on('error', () => 'who waits for an answer is told');
  const connected = await within(monotonicClock, withinMs, redis.connect()).catch(
    (error: unknown) => {
      redis.disconnect();
      throw error;
    },
  );
  if (connected === 'late') {
    redis.disconnect();
    throw new Error(`no connection within ${withinMs} ms`);
  }
  return {
    call: (command, ...values) => redis.call(command, ...values),
    address: redis.stream.remoteAddress ?? '',
    get lost() {
      return redis.status !== 'ready';
    },
    destroy: () => redis.disconnect(),
  };
}

/** Connects to one server itself, whatever its role; one that still loads is waited for. */
export const connectServer = (address: string, port: number, withinMs: number) =>
  connectRedis({ host: address, port }, withinMs);

/** Connects to a server or sentinel as it is, without asking whether it is ready. */
export const connectWatcher = (address: string, port: number, withinMs: number) =>
  connectRedis({ host: address, port, enableReadyCheck: false }, withinMs);

/** Text of an answer that is text. */
export function text(answer: unknown): string {
  if (typeof answer === 'string') return answer;
  throw new TypeError(`expected text, found ${JSON.stringify(answer)}`);
}

/** Texts of an answer that is a list of them. */
export function texts(answer: unknown): readonly string[] {
  if (Array.isArray(answer)) return answer.map(text);
  throw new TypeError(`expected a list, found ${JSON.stringify(answer)}`);
}

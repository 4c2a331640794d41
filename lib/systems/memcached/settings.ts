import { z } from 'zod';
import { duration } from '../../core/duration-schema.ts';

const shape = {
  hashing: z
    .enum(['removes-dead-hosts', 'keeps-dead-hosts'])
    .describe(
      'removes-dead-hosts: a host that failed too often is dead, its keys go to the others, and after a while it is tried again. keeps-dead-hosts: it is asked again and again, for as long as it is away.',
    ),
  retryAttempts: z
    .number()
    .describe(
      'How often a host that failed is tried again before it is dead; 0: the first failure is enough.',
    ),
  retryTimeoutMs: duration.describe(
    'Between those; meanwhile it is not asked, and its keys have no cache.',
  ),
  deadTimeoutMs: duration.describe('After that, a dead host gets its keys back.'),
  socketTimeoutMs: duration.describe('How long a connection, or an answer, is waited for.'),
};

const clientSchema = z.strictObject(shape);

/** How a client goes on when a host does not answer. */
export type MemcachedClient = Readonly<z.output<typeof clientSchema>>;

/** What of it differs from a client that is known. */
export const differences = z.strictObject({
  hashing: shape.hashing.exactOptional(),
  retryAttempts: shape.retryAttempts.exactOptional(),
  retryTimeoutMs: shape.retryTimeoutMs.exactOptional(),
  deadTimeoutMs: shape.deadTimeoutMs.exactOptional(),
  socketTimeoutMs: shape.socketTimeoutMs.exactOptional(),
});

/** As oslo.cache 3.x has it for every client: `memcache_socket_timeout` 1.0. */
const SOCKET_TIMEOUT_MS = 1_000;

/**
 * pymemcache's HashClient by its own defaults, which are oslo.cache's as well
 * (`hashclient_retry_attempts`, `hashclient_retry_delay`, `dead_timeout`). By its own default it has
 * no socket timeout, and dogpile.cache.pymemcache sets none: a silent host would then block it until
 * the kernel gives up.
 */
export const hashClient: MemcachedClient = {
  hashing: 'removes-dead-hosts',
  retryAttempts: 2,
  retryTimeoutMs: 1_000,
  deadTimeoutMs: 60_000,
  socketTimeoutMs: SOCKET_TIMEOUT_MS,
};

/**
 * python-memcached as oslo_cache.memcache_pool sets it up: the first failure is the last, for
 * `memcache_dead_retry` 300 s.
 */
export const memcachePool: MemcachedClient = {
  hashing: 'removes-dead-hosts',
  retryAttempts: 0,
  retryTimeoutMs: 0,
  deadTimeoutMs: 300_000,
  socketTimeoutMs: SOCKET_TIMEOUT_MS,
};

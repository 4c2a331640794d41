import type { Conversation } from '../../core/conversation.ts';
import { messageOf, UsageError } from '../../core/errors.ts';
import { remove, set, stats } from './protocol.ts';

/** The protocol's own, which no configuration changes: KEY_MAX_LENGTH. */
export const KEY_BYTES = 250;

/** Rejects a key that no memcached takes. */
export function assertKey(key: string): void {
  const bytes = Buffer.byteLength(key);
  if (bytes <= KEY_BYTES && bytes > 0 && !/[\s\p{Cc}]/u.test(key)) return;
  const limit =
    bytes > KEY_BYTES || bytes === 0
      ? `expected 1 to ${KEY_BYTES} bytes, found ${bytes}`
      : 'expected no spaces and control characters, found some';
  throw new UsageError(
    `memcached key: ${limit} ('${key.slice(0, 40)}${key.length > 40 ? '…' : ''}')`,
    {
      hint: 'Give a shorter `keyPrefix`; services put a hash in place of longer keys.',
    },
  );
}

/** Rejects a value that this server does not take: it stores one, under that key, and removes it. */
export async function assertValueFits(
  connection: Conversation,
  { name, key, value }: { readonly name: string; readonly key: string; readonly value: string },
): Promise<void> {
  const most = (await stats(connection, ' settings')).get('item_size_max') ?? 'unknown';
  try {
    await set(connection, key, value);
  } catch (cause) {
    const bytes = Buffer.byteLength(value);
    throw new UsageError(
      `memcached value: expected less than ${most} bytes with its key (item_size_max of ${name}), found ${bytes}: ${messageOf(cause)}`,
      { hint: 'Give a smaller `valueBytes`, or raise -I in memcached.conf.', cause },
    );
  }
  await remove(connection, key);
}

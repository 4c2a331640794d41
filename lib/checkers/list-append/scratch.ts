/** Shared memory takes longer to get: with a small component after another, three times as long. */
const SHARED_FROM_BYTES = 65_536;

/**
 * A typed array of zeroes that one check works in: where it is large, in shared memory, though
 * nothing is ever shared.
 *
 * V8 answers every 64 MiB of ordinary array buffers with a mark of the whole heap, and there lies
 * the history of the caller: the longer it is, the more marks, and the more each of them costs.
 * Shared memory is not counted towards that; it is let go of with the next mark, which the next
 * history brings about. Should V8 count it one day, checks are slower, and as right as now.
 */
export function scratch<T>(type: ArrayType<T>, length: number): T {
  const bytes = type.BYTES_PER_ELEMENT * length;
  return bytes < SHARED_FROM_BYTES ? new type(length) : new type(new SharedArrayBuffer(bytes));
}

interface ArrayType<T> {
  readonly BYTES_PER_ELEMENT: number;
  new (length: number): T;
  new (buffer: SharedArrayBuffer): T;
}

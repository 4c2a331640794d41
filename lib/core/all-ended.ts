/**
 * Like Promise.all, but it rejects only when all have come to an end: what cleans up afterwards then
 * meets nothing that is still being made.
 */
export async function allEnded<T extends readonly unknown[] | []>(
  promises: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(promises);
  return await Promise.all(promises);
}

/** A duration in milliseconds. */
export const milliseconds = (count: number): number => count;

/** A duration in milliseconds, given in seconds; whole microseconds, as 65.1 * 1,000 is not 65,100. */
export const seconds = (count: number): number => Math.round(count * 1_000_000) / 1_000;

/** A duration as a person writes it: `7.4 s`, `83 ms`. Digits follow the size, not the precision. */
export function formatMs(ms: number): string {
  if (!Number.isFinite(ms)) return 'never';
  const size = Math.abs(ms);
  if (size < 10) return `${Number(ms.toFixed(1))} ms`;
  if (size < 1_000) return `${Math.round(ms)} ms`;
  if (size < 100_000) return `${(ms / 1_000).toFixed(2)} s`;
  return `${Math.round(ms / 1_000)} s`;
}

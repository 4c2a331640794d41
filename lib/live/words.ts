/** A duration as it counts up before one's eyes: always of the same precision. */
export function formatPassing(ms: number): string {
  if (ms < 99_950) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** A point on the time axis: `7.866 s`. */
export function formatTime(ms: number): string {
  return `${(ms / 1_000).toFixed(3)} s`;
}

/** A point as seen from another: `+0.431 s`, `−1.000 s`. */
export function formatOffset(ms: number): string {
  return `${ms < 0 ? '−' : '+'}${formatTime(Math.abs(ms))}`;
}

/** A drawing's size, in its own units. */
export const size = { width: 460, height: 76, left: 52, right: 8, top: 8, bottom: 10 } as const;

/** Where runs and times are in a drawing. */
export interface Scale {
  readonly x: (index: number) => number;
  readonly y: (ms: number) => number;
  /** The largest time that it holds. */
  readonly mostMs: number;
}

/** Runs side by side, the last on the right; times from 0 up. */
export function scaleOf(runs: number, times: readonly number[]): Scale {
  const { width, height, left, right, top, bottom } = size;
  const mostMs = Math.max(1, ...times) * 1.05;
  const gap = Math.min(22, (width - left - right - 12) / Math.max(1, runs - 1));
  return {
    mostMs,
    x: (index) => round(width - right - 6 - (runs - 1 - index) * gap),
    y: (ms) => round(height - bottom - (ms / mostMs) * (height - top - bottom)),
  };
}

const round = (value: number): number => Math.round(value * 10) / 10;

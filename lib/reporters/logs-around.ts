import type { EventOf } from '../core/history.ts';

/** Service log lines near some moments. */
export interface LogsAround {
  readonly lines: readonly EventOf<'log'>[];
  readonly leftOut: number;
}

const AROUND_MS = 1_000;
/** Of too many, those nearest to one of the moments are kept: the others stand in the logs themselves. */
const SHOWN = 40;

/** Those within a second of any of these moments; of too many, those nearest to one. */
export function logsAround(
  logs: readonly EventOf<'log'>[],
  moments: readonly number[],
  shown = SHOWN,
): LogsAround {
  const near = logs.flatMap((event) => {
    const apart = Math.min(...moments.map((moment) => Math.abs(event.t - moment)));
    return apart <= AROUND_MS && event.line.trim() !== '' ? [{ event, apart }] : [];
  });
  const kept = near.toSorted((one, other) => one.apart - other.apart).slice(0, shown);
  return {
    lines: kept.map(({ event }) => event).sort((one, other) => one.t - other.t),
    leftOut: near.length - kept.length,
  };
}

import type { EventOf } from '../core/history.ts';

/** Service log lines near some moments. */
export interface LogsAround {
  readonly lines: readonly EventOf<'log'>[];
  readonly leftOut: number;
}

const AROUND_MS = 1_000;
/** Of too many, those nearest to one of the moments are kept: the others stand in the logs themselves. */
const SHOWN = 40;

export interface Shown {
  readonly most?: number;
  /** Of lines of a service that differ in numbers alone only the nearest one. */
  readonly alike?: 'all' | 'one';
}

/** Those within a second of any of these moments; of too many, those nearest to one. */
export function logsAround(
  logs: readonly EventOf<'log'>[],
  moments: readonly number[],
  { most = SHOWN, alike = 'all' }: Shown = {},
): LogsAround {
  const near = logs.flatMap((event) => {
    const apart = Math.min(...moments.map((moment) => Math.abs(event.t - moment)));
    return apart <= AROUND_MS && event.line.trim() !== '' ? [{ event, apart }] : [];
  });
  const nearest = near.toSorted((one, other) => one.apart - other.apart);
  const kept = (alike === 'all' ? nearest : oneOfEachShape(nearest)).slice(0, most);
  return {
    lines: kept.map(({ event }) => event).sort((one, other) => one.t - other.t),
    leftOut: near.length - kept.length,
  };
}

function oneOfEachShape<Near extends { readonly event: EventOf<'log'> }>(
  lines: readonly Near[],
): readonly Near[] {
  const shapes = new Set<string>();
  return lines.filter(({ event: { machine, service, line } }) => {
    const shape = [machine, service, line.replaceAll(/\d+/g, '0')].join(' ');
    if (shapes.has(shape)) return false;
    shapes.add(shape);
    return true;
  });
}

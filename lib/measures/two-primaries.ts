import type { EventOf, History } from '../core/history.ts';
import type { Finding, Measure } from '../core/measure.ts';

/**
 * How long two machines acted as primary at one time, each for a group without the other.
 *
 * A claim lasts from the first to the last of its uninterrupted observations: what was not seen
 * is not counted, so the value is a lower bound. An overlap that was seen at all counts at least
 * one pause between observations.
 */
export const twoPrimaries: Measure = {
  name: 'two-primaries',
  unit: 'ms',
  kind: 'safety',
  meaning: 'time during which two machines claimed to be primary for disjoint groups',
  of: (history) => {
    const systems = Map.groupBy(observations(history), ({ system }) => system);
    return [...systems].map(([system, seen]) => find(system, seen, history.header.observeEveryMs));
  },
};

type Seen = EventOf<'observation'> & { readonly position: number };

interface Claim {
  readonly machine: string;
  readonly members: readonly string[];
  readonly from: Seen;
  readonly until: Seen;
}

interface Overlap {
  readonly from: number;
  readonly until: number;
  readonly claims: readonly [Claim, Claim];
}

function observations({ events }: History): readonly Seen[] {
  return events.flatMap((event, position) =>
    event.type === 'observation' ? [{ ...event, position }] : [],
  );
}

function find(system: string, seen: readonly Seen[], resolution: number): Finding {
  const overlaps = overlapsOf(claimsOf(seen));
  const value = overlaps.length > 0 ? Math.max(resolution, coveredMs(overlaps)) : 0;
  const [first] = overlaps;
  return {
    status: 'known',
    subject: { system },
    value: Math.round(value * 1_000) / 1_000,
    resolution,
    evidence: overlaps.flatMap(({ claims }) => claims.map(({ from }) => from.position)),
    note:
      first === undefined
        ? ''
        : `${first.claims[0].machine} and ${first.claims[1].machine}, first at ${(first.from / 1_000).toFixed(2)} s`,
  };
}

function claimsOf(seen: readonly Seen[]): readonly Claim[] {
  const machines = Map.groupBy(seen, ({ machine }) => machine);
  return [...machines.values()].flatMap((all) => {
    const claims: Claim[] = [];
    let previous: Seen | undefined;
    for (const now of all) {
      const open = claims.at(-1);
      if (
        now.role === 'primary' &&
        open !== undefined &&
        open.until === previous &&
        same(open.members, now.members)
      ) {
        claims[claims.length - 1] = { ...open, until: now };
      } else if (now.role === 'primary') {
        claims.push({ machine: now.machine, members: now.members, from: now, until: now });
      }
      previous = now;
    }
    return claims;
  });
}

const same = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((name) => other.includes(name));

function overlapsOf(claims: readonly Claim[]): readonly Overlap[] {
  return claims
    .flatMap((one, index) => claims.slice(index + 1).map((other) => [one, other] as const))
    .filter(([one, other]) => one.machine !== other.machine)
    .filter(([one, other]) => !one.members.some((name) => other.members.includes(name)))
    .map((pair) => ({
      from: Math.max(...pair.map(({ from }) => from.t)),
      until: Math.min(...pair.map(({ until }) => until.t)),
      claims: pair,
    }))
    .filter(({ from, until }) => from <= until)
    .sort((one, other) => one.from - other.from);
}

/** Length of the union of overlaps that are sorted by their begin. */
function coveredMs(overlaps: readonly Overlap[]): number {
  let covered = 0;
  let reached = Number.NEGATIVE_INFINITY;
  for (const { from, until } of overlaps) {
    covered += Math.max(0, until - Math.max(from, reached));
    reached = Math.max(reached, until);
  }
  return covered;
}

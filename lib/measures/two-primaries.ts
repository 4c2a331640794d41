import type { EventOf, History } from '../core/history.ts';
import type { Finding, Measure } from '../core/measure.ts';
import { firstSentFrom, type Probe, probesOf } from './probes.ts';

/**
 * How long two machines acted as primary at one time, each for a group without the other.
 *
 * A claim lasts from the first to the last sign of it: the machine's own word in uninterrupted
 * observations, and writes that it acknowledged after such a word and before it said otherwise,
 * from when they were sent on. What was not seen is not counted, so the value is a lower bound. An
 * overlap that was seen at all counts at least one pause between observations.
 */
export const twoPrimaries: Measure = {
  name: 'two-primaries',
  unit: 'ms',
  kind: 'safety',
  stalls: 'pause',
  meaning: 'time during which two machines claimed to be primary for disjoint groups',
  of: (history) => {
    const systems = Map.groupBy(observations(history), ({ system }) => system);
    return [...systems].map(([system, seen]) =>
      seen.every(({ role }) => role === UNKNOWN)
        ? unknowable(system)
        : find(system, claimsOf(seen, writesOf(history, system)), history.header.observeEveryMs),
    );
  },
};

/** The role of who runs a product that nothing is known of. */
const UNKNOWN = 'unknown';

const unknowable = (system: string): Finding => ({
  status: 'unknown',
  subject: { system },
  evidence: [],
  note: '',
  reason: 'nobody can tell which role a machine has there',
});

type Seen = EventOf<'observation'> & { readonly position: number };

/** A moment at which a machine is known to act as primary. */
interface Sign {
  readonly t: number;
  readonly position: number;
}

interface Claim {
  readonly machine: string;
  readonly members: readonly string[];
  readonly from: Sign;
  readonly until: Sign;
}

interface Overlap {
  readonly from: number;
  readonly until: number;
  readonly claims: readonly [Claim, Claim];
}

const observations = ({ events }: History): readonly Seen[] =>
  events.recorded('observation').map(({ event, position }) => ({ ...event, position }));

/** Acknowledged writes on a system by who acknowledged them, in the order in which they were sent. */
function writesOf(history: History, system: string): ReadonlyMap<string, readonly Probe[]> {
  const writes = history.header.workloads
    .filter((workload) => workload.system === system)
    .flatMap((workload) => probesOf(history, workload))
    .filter(({ f, outcome }) => f !== 'read' && outcome === 'ok')
    .sort((one, other) => one.invokedAt - other.invokedAt);
  return Map.groupBy(writes, ({ machine }) => machine ?? '');
}

function find(system: string, claims: readonly Claim[], resolution: number): Finding {
  const overlaps = overlapsOf(claims);
  const value = overlaps.length > 0 ? Math.max(resolution, coveredMs(overlaps)) : 0;
  const [first] = overlaps;
  return {
    status: 'known',
    subject: { system },
    value: Math.round(value * 1_000) / 1_000,
    resolution,
    evidence: overlaps.flatMap(({ claims }) =>
      claims.flatMap(({ from, until }) => [from.position, until.position]),
    ),
    note:
      first === undefined
        ? ''
        : `${first.claims[0].machine} and ${first.claims[1].machine}, first at ${(first.from / 1_000).toFixed(2)} s`,
  };
}

function claimsOf(
  seen: readonly Seen[],
  writes: ReadonlyMap<string, readonly Probe[]>,
): readonly Claim[] {
  const machines = Map.groupBy(seen, ({ machine }) => machine);
  return [...machines].flatMap(([machine, all]) => {
    const claims: Claim[] = [];
    const own = writes.get(machine) ?? [];
    let previous: Seen | undefined;
    for (const [index, now] of all.entries()) {
      if (now.role === 'primary') {
        const open = previous?.role === 'primary' ? claims.at(-1) : undefined;
        const until = lastSign(now, all[index + 1]?.t ?? Number.POSITIVE_INFINITY, own);
        if (open !== undefined && same(open.members, now.members)) {
          claims[claims.length - 1] = { ...open, until };
        } else {
          claims.push({ machine, members: now.members, from: now, until });
        }
      }
      previous = now;
    }
    return claims;
  });
}

/** The latest write that was sent and acknowledged between two looks, or the first look itself. */
function lastSign(look: Seen, nextAt: number, writes: readonly Probe[]): Sign {
  const until = firstSentFrom(writes, nextAt);
  const from = firstSentFrom(writes, look.t);
  const last = writes.slice(from, until).findLast(({ settledAt }) => settledAt <= nextAt);
  return last === undefined ? look : { t: last.invokedAt, position: last.settled };
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

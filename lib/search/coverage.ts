import type { EventOf, Events, History, OtherType } from '../core/history.ts';
import { describeMove } from './describe-move.ts';
import { mayOverlap } from './may-overlap.ts';
import type { Move, SurvivalPromise } from './promise.ts';

/** What a blow fell into. */
export const states = ['all well', 'another harm', 'not yet back'] as const;

export type State = (typeof states)[number];

/** A harm that was done and proven, and how things were when it was. */
export interface Tried {
  /** As `describeMove` has it. */
  readonly move: string;
  readonly state: State;
  /** The role that the one machine had which it met; undefined where that were several, or is not clear. */
  readonly role: string | undefined;
}

/** What a run really tried: blows that fell, and were proven. In the order of its schedule's moves. */
export function triedIn({ events }: History, moves: readonly Move[]): readonly Tried[] {
  return events.recorded('blow').flatMap(({ event: blow, position }): Tried[] => {
    const move = moves[blow.index];
    const injected = events.of('injected').find((one) => isSame(one, blow));
    if (move === undefined || injected === undefined) return [];
    if (!injected.proofs.every(({ holds }) => holds)) return [];
    const before = { events, position };
    return [{ move: describeMove(move), state: stateAt(blow, before), role: roleOf(blow, before) }];
  });
}

type Place = Pick<EventOf<'blow'>, 'index' | 'step'>;

const isSame = (one: Place, other: Place): boolean =>
  one.index === other.index && one.step === other.step;

/** What was recorded before a position: of one instant, what came first was first. */
interface Before {
  readonly events: Events;
  readonly position: number;
}

const until = <Type extends OtherType>(
  type: Type,
  { events, position }: Before,
): readonly EventOf<Type>[] =>
  events.recorded(type).flatMap((one) => (one.position < position ? [one.event] : []));

function stateAt(blow: EventOf<'blow'>, before: Before): State {
  // Written down once it is proven, and so after others that came later.
  const healed = before.events.of('healed').filter(({ t }) => t <= blow.t);
  const inForce = until('blow', before).some(
    (harm) => !isSame(harm, blow) && !healed.some((one) => isSame(one, harm)),
  );
  if (inForce) return 'another harm';
  const last = new Map(until('redundancy', before).map(({ system, full }) => [system, full]));
  return [...last.values()].every(Boolean) ? 'all well' : 'not yet back';
}

/** By the one system that says something of the machine. */
function roleOf({ machines }: EventOf<'blow'>, before: Before): string | undefined {
  const [machine, ...others] = machines;
  if (machine === undefined || others.length > 0) return undefined;
  const own = until('observation', before).filter((seen) => seen.machine === machine);
  const [role, ...further] = new Map(own.map((seen) => [seen.system, seen.role])).values();
  return further.length === 0 ? role : undefined;
}

/** One move, and how often it was tried in which state. */
export interface CoverageRow {
  readonly kind: string;
  readonly move: string;
  /** How often; undefined where a search never does it. */
  readonly tried: Readonly<Record<State, number | undefined>>;
  /** How often it met a machine of which role. */
  readonly roles: Readonly<Record<string, number>>;
}

export interface Coverage {
  readonly rows: readonly CoverageRow[];
  /** Cells of moves and states that were tried, and that there are. */
  readonly triedCells: number;
  readonly cells: number;
}

/** Fault kinds x targets x states: what was tried, beside what could have been. */
export function coverageOf(
  { moves, atOnce }: Pick<SurvivalPromise, 'moves' | 'atOnce'>,
  tried: readonly Tried[],
): Coverage {
  const distinct = [...new Map(moves.map((move) => [describeMove(move), move]))];
  const rows = distinct.map(([name, move]): CoverageRow => {
    const own = tried.filter((one) => one.move === name);
    const times = states.map((state) => {
      const count = own.filter((one) => one.state === state).length;
      return [
        state,
        count === 0 && !isPossible(move, state, { moves, atOnce }) ? undefined : count,
      ] as const;
    });
    return {
      kind: move.kind,
      move: name,
      tried: Object.fromEntries(times) as Record<State, number | undefined>,
      roles: countsOf(own.flatMap(({ role }) => (role === undefined ? [] : [role]))),
    };
  });
  const counts = rows.flatMap((row) => states.map((state) => row.tried[state]));
  const possible = counts.filter((count) => count !== undefined);
  return {
    rows,
    triedCells: possible.filter((count) => count > 0).length,
    cells: possible.length,
  };
}

/** Only machines that are named are met while others are still away: what else is chosen might be too many. */
function isPossible(
  move: Move,
  state: State,
  { moves, atOnce }: Pick<SurvivalPromise, 'moves' | 'atOnce'>,
): boolean {
  if (state === 'all well') return true;
  const named = moves.filter(({ aim }) => aim.at === 'machine');
  if (!named.includes(move)) return false;
  if (state === 'not yet back') return true;
  return named.some(
    (first) =>
      mayOverlap(first, move, 'same machine') ||
      (atOnce > 1 && mayOverlap(first, move, 'another machine')),
  );
}

const countsOf = (names: readonly string[]): Readonly<Record<string, number>> =>
  Object.fromEntries(
    [...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]),
  );

import { type Random, seededRandom } from '../core/random.ts';
import { defaultTiming } from '../core/scenario.ts';
import { afterRecovery, at, type Blow } from '../core/schedule.ts';
import { named, service, type Target } from '../core/target.ts';
import { mayOverlap } from './may-overlap.ts';
import type { Aim, Move, SurvivalPromise } from './promise.ts';

/** A blow, and the move that it carries out. */
export interface MadeBlow {
  readonly blow: Blow;
  readonly move: Move;
}

/** One schedule of a search. */
export interface MadeSchedule {
  /** From 0, in the order in which they are tried. */
  readonly index: number;
  /** Decides this schedule and the choices of its run. */
  readonly seed: number;
  readonly blows: readonly MadeBlow[];
}

/** `promised` harms no more machines at once than the topology promises to survive. */
export type Limit = 'promised' | 'beyond';

const SEEDS = 2 ** 31 - 1;

/**
 * Schedules without end: the same promise and seed give the same ones. Every move opens a schedule before
 * one does so again, so that a short search has tried each; what else is in them is chance.
 */
export function* schedulesFrom(
  promise: SurvivalPromise,
  seed: number,
  limit: Limit = 'promised',
): Generator<MadeSchedule, never> {
  const seeds = seededRandom(seed, 'search');
  let deck: readonly Move[] = [];
  for (let index = 0; ; index += 1) {
    if (deck.length === 0) deck = shuffled(promise.moves, seeds);
    const [opening, ...left] = deck;
    deck = left;
    if (opening === undefined) throw new RangeError('a promise without moves');
    const own = 1 + Math.floor(seeds.next() * (SEEDS - 1));
    const random = seededRandom(own, 'blows');
    yield { index, seed: own, blows: blowsFrom(opening, promise, { random, limit }) };
  }
}

interface Chance {
  readonly random: Random;
  readonly limit: Limit;
}

/** Further blows after recovery, each at whoever it meets. */
const FURTHER = [0, 1, 1, 2] as const;
const QUIET_MS = [500, 500, 2_000, 6_000] as const;

/** An opening, perhaps with a second blow at the same machines before they are back; then one after recovery a time. */
function blowsFrom(opening: Move, promise: SurvivalPromise, chance: Chance): readonly MadeBlow[] {
  const { random } = chance;
  const further = Array.from({ length: random.pick(FURTHER) }, (): MadeBlow => {
    const move = random.pick(promise.moves);
    const blow = afterRecovery(
      move.fault(lasting(move, random)),
      targetOf(move.aim, random.pick(promise.machines)),
      { jitterMs: random.pick(QUIET_MS) },
    );
    return { blow, move };
  });
  return seenToTheEnd([...openingGroup(opening, promise, chance), ...further], promise);
}

/** Probes are some milliseconds apart, and a harm falls some milliseconds after its time. */
const BESIDE_MS = 500;

/** The last blow stays for the stability window: of a harm that is over sooner, and cost nothing, nothing is known. */
function seenToTheEnd(
  blows: readonly MadeBlow[],
  { timing }: SurvivalPromise,
): readonly MadeBlow[] {
  const seenMs = { ...defaultTiming, ...timing }.stabilityMs + BESIDE_MS;
  return blows.map(({ blow, move }, index) => {
    const isShort = move.lastsMs[1] > 0 && blow.fault.lastsMs < seenMs;
    if (index + 1 < blows.length || !isShort) return { blow, move };
    return { move, blow: { ...blow, fault: move.fault(seenMs) } };
  });
}

/** Proofs and restarts take time: a blow at what is not back yet would harm nothing. */
const BACK_MS = 2_500;

function openingGroup(
  opening: Move,
  { moves, machines, atOnce }: SurvivalPromise,
  { random, limit }: Chance,
): readonly MadeBlow[] {
  const allowed = limit === 'beyond' ? machines.length : atOnce;
  const victims = shuffled(machines, random).slice(0, allowed);
  const lastsMs = lasting(opening, random);
  const startsMs = between([500, 3_000], random);
  const [victim = ''] = victims;
  const first: MadeBlow = {
    move: opening,
    blow: at(startsMs, opening.fault(lastsMs), targetOf(opening.aim, victim), { jitterMs: 0 }),
  };
  const isOpen = opening.aim.at === 'machine' || limit === 'beyond';
  if (!isOpen || random.next() < 1 / 3) return [first];
  const other = random.pick(victims);
  const byName = moves.filter(({ aim }) => aim.at === 'machine' || limit === 'beyond');
  const during = byName.filter((move) =>
    mayOverlap(opening, move, other === victim ? 'same machine' : 'another machine'),
  );
  const isDuring = during.length > 0 && lastsMs > 0 && random.next() < 1 / 2;
  const move = random.pick(isDuring ? during : byName);
  const delayMs = isDuring
    ? between([0.2 * lastsMs, 0.8 * lastsMs], random)
    : lastsMs + between([BACK_MS, 10_000], random);
  const second: MadeBlow = {
    move,
    blow: at(startsMs + delayMs, move.fault(lasting(move, random)), targetOf(move.aim, other), {
      jitterMs: 0,
    }),
  };
  return [first, second];
}

function targetOf(aim: Aim, machine: string): Target {
  if (aim.at !== 'machine') return aim.target;
  return aim.service === undefined ? named(machine) : service(aim.service, named(machine));
}

const lasting = ({ lastsMs }: Move, random: Random): number => between(lastsMs, random);

/** Short and long ones alike, as 1 s and 2 s differ more than 11 s and 12 s; to a tenth of a second. */
function between([least, most]: readonly [number, number], random: Random): number {
  if (most === 0) return 0;
  const from = Math.max(least, 100);
  return Math.round((from * (most / from) ** random.next()) / 100) * 100;
}

function shuffled<T>(items: readonly T[], random: Random): readonly T[] {
  const left = [...items];
  return items.map(() => {
    const next = random.pick(left);
    left.splice(left.indexOf(next), 1);
    return next;
  });
}

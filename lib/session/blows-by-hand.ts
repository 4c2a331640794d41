import type { Capability } from '../core/capability.ts';
import { UsageError } from '../core/errors.ts';
import type { AnyFault, FaultSpec } from '../core/fault.ts';
import type { HistoryEvent, Json, Proof } from '../core/history.ts';
import { describeTarget, type Target } from '../core/target.ts';
import type { Topology } from '../core/topology.ts';
import { type CheckedBlow, checkSchedule } from '../run/check-schedule.ts';
import { plannedBlow } from '../run/header.ts';
import type { Stage } from '../run/stage.ts';
import { type Steps, type StrikeOptions, strike, whomNow } from '../run/strike.ts';
import { type Harm, isCalled, type Meant, overlapping, whomOf, wordsOfHarm } from './harm.ts';

/** A blow as it is ordered; `words` are those of files of scenarios, for the history. */
export interface BlowOrder {
  readonly fault: FaultSpec;
  readonly target: Target;
  readonly words: Json;
}

/** What became of a blow so far. Data. */
export interface Struck {
  /** As people count them, from 1. */
  readonly number: number;
  readonly fault: string;
  readonly whom: string;
  readonly lastsMs: number;
  /** That it is done; or, of one that was healed, that it is over. */
  readonly proofs: readonly Proof[];
}

/** Blows while a cluster stands. */
export interface Blows {
  /** Resolves when the harm is done and looked at, and stays in force. */
  strike(order: BlowOrder): Promise<Struck>;
  /** Cures a blow by its number, those of a kind or at a machine, or all that are in force. */
  heal(what: string | undefined): Promise<readonly Struck[]>;
  /** Cures all, and waits for that; nothing rejects. */
  end(): Promise<void>;
  /** For how long nothing has been in force, in ms: since the last cure, or ever since it stands. */
  calmForMs(): number;
}

/** Why machines don't offer something, and what would change that. */
export interface Withheld {
  readonly because: string;
  readonly cure: string;
}

/** Why a fault can't be done to those that it is aimed at, where it can't. */
export type Refusal = (fault: FaultSpec, meant: Meant) => UsageError | undefined;

export interface BlowsOptions {
  readonly topology: Topology;
  readonly faults: readonly AnyFault[];
  readonly withheld: ReadonlyMap<Capability, Withheld>;
  readonly refusal?: Refusal;
}

/** Nothing has been struck yet. */
export function blowsByHand({ striking }: Stage, options: BlowsOptions): Blows {
  const { clock, timeline, recorder } = striking;
  const beganAt = clock.now();
  const harms = new Set<Harm>();
  let count = 0;
  let lastOverAt = beganAt;

  const begin = ({ fault, target, words }: BlowOrder): Harm => {
    const when = { atMs: Math.round(clock.now() - beganAt) };
    const checked = checkedAlone({ when, jitterMs: 0, fault, target }, options);
    const steps = whomNow(target, striking);
    if (steps.length === 0) throw nobody(target, striking);
    const meant = { fault: fault.kind, machines: steps.flat(), service: target.service };
    const refused = options.refusal?.(fault, meant);
    if (refused !== undefined) throw refused;
    const other = overlapping(meant, [...harms]);
    if (other !== undefined) {
      throw new UsageError(`in force already: ${wordsOfHarm(other, clock.now())}`, {
        hint: `blackstart heal ${other.number} ends it.`,
      });
    }
    const index = count;
    count += 1;
    const blow = plannedBlow(checked.blow);
    recorder.record({ t: timeline.now(), type: 'ordered', index, blow, words });
    const cure = new AbortController();
    const harm: Harm = {
      ...{ ...meant, number: index + 1, lastsMs: fault.lastsMs, since: clock.now() },
      ...watched(checked, index, steps, { ...striking, cure: cure.signal }),
      cure: () => cure.abort(),
    };
    harms.add(harm);
    const forget = () => {
      harms.delete(harm);
      lastOverAt = clock.now();
    };
    harm.over.then(forget, forget);
    return harm;
  };
  return {
    strike: async (order) => {
      const harm = begin(order);
      return told(harm, await harm.injected);
    },
    heal: async (what) => {
      const chosen = [...harms].filter((harm) => what === undefined || isCalled(harm, what));
      if (chosen.length === 0) throw nothingToHeal(what, [...harms], clock.now());
      for (const harm of chosen) harm.cure();
      return Promise.all(chosen.map(async (harm) => told(harm, await harm.over)));
    },
    end: async () => {
      for (const harm of harms) harm.cure();
      await Promise.allSettled([...harms].map(({ over }) => over));
    },
    calmForMs: () => (harms.size === 0 ? clock.now() - lastOverAt : 0),
  };
}

/** Strikes, and tells from what is recorded of it how far it is. */
function watched(
  checked: CheckedBlow,
  index: number,
  steps: Steps,
  options: StrikeOptions,
): Pick<Harm, 'injected' | 'over'> {
  const injected = Promise.withResolvers<readonly Proof[]>();
  const healed: Proof[] = [];
  const record = (event: HistoryEvent): void => {
    options.recorder.record(event);
    if (event.type === 'injected') injected.resolve(event.proofs);
    if (event.type === 'healed') healed.push(...event.proofs);
  };
  const over = strike(checked, index, steps, { ...options, recorder: { record } }).then(() => {
    injected.resolve([]);
    return healed;
  });
  over.catch(injected.reject);
  injected.promise.catch(() => 'told to whoever struck');
  return { injected: injected.promise, over };
}

const told = (harm: Harm, proofs: readonly Proof[]): Struck => ({
  number: harm.number,
  fault: harm.fault,
  whom: whomOf(harm),
  lastsMs: harm.lastsMs,
  proofs,
});

/** By hand a blow stands alone: what is wrong is told without its place in a schedule. */
function checkedAlone(
  blow: CheckedBlow['blow'],
  { topology, faults, withheld }: BlowsOptions,
): CheckedBlow {
  try {
    const [checked] = checkSchedule({ schedule: [blow], topology }, faults);
    if (checked === undefined) throw new RangeError('a blow was lost');
    assertOffered(checked, withheld);
    return checked;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const message = error.message.replace(/^blow 1(: |, )/, '');
    throw new UsageError(message, { hint: error.hint, cause: error });
  }
}

function assertOffered({ fault }: CheckedBlow, withheld: ReadonlyMap<Capability, Withheld>): void {
  const missing = fault.needs.flatMap((need) => withheld.get(need) ?? []);
  if (missing.length === 0) return;
  const why = new Set(missing.map(({ because }) => because));
  throw new UsageError(`${fault.kind}: ${[...why].join('; ')}`, {
    hint: [...new Set(missing.map(({ cure }) => cure))].join(' '),
  });
}

/** A role that nobody has now. */
function nobody(target: Target, { observations }: StrikeOptions): UsageError {
  const claims = [...observations()].flatMap(([system, seen]) =>
    [...seen].map(
      ([machine, { reachable, role }]) =>
        `${machine} ${reachable ? wordOf(role) : 'silent'}${observations().size > 1 ? ` in ${system}` : ''}`,
    ),
  );
  return new UsageError(
    `${describeTarget(target)}: expected somebody to be that now, found nobody`,
    {
      hint: `There are: ${claims.join(', ')}.`,
    },
  );
}

const wordOf = (role: string): string =>
  role === 'unknown' ? 'of a role that nobody knows' : role;

function nothingToHeal(what: string | undefined, harms: readonly Harm[], now: number): UsageError {
  if (harms.length === 0) {
    return new UsageError('nothing is in force that could be healed', {
      hint: 'blackstart status shows what fell before.',
    });
  }
  return new UsageError(`expected a blow that is in force, found '${what}'`, {
    hint: `In force: ${harms.map((harm) => wordsOfHarm(harm, now)).join('; ')}.`,
  });
}

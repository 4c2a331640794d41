import type { Capability } from '../core/capability.ts';
import { UsageError } from '../core/errors.ts';
import type { AnyFault } from '../core/fault.ts';
import type { Topology } from '../core/topology.ts';
import type { Health } from '../run/health.ts';
import type { Act, Stage } from '../run/stage.ts';
import { type Blows, blowsByHand, type Refusal, type Withheld } from './blows-by-hand.ts';
import { type LoadsByHand, loadsByHand } from './loads-by-hand.ts';

export interface SessionOptions {
  readonly topology: Topology;
  readonly faults: readonly AnyFault[];
  /** What its machines do not offer. */
  readonly withheld: ReadonlyMap<Capability, Withheld>;
  /** Further reasons of some of its machines not to be harmed so; absent where there are none. */
  readonly refusal?: Refusal;
}

/**
 * A cluster in somebody's hands. Whatever can't be done is refused with a UsageError, and nothing is
 * changed then.
 */
export interface Session {
  /** Takes the place of a schedule; lasts until `end` is called, and cures what is in force then. */
  readonly act: Act;
  /** When it stands; rejects if it never will. */
  standing(): Promise<Health>;
  /** Only while it stands. */
  blows(): Blows;
  /** Only while it stands. */
  loads(): LoadsByHand;
  end(): void;
}

/** Nothing stands yet. */
export function openSession(options: SessionOptions): Session {
  const { topology } = options;
  const standing = Promise.withResolvers<Health>();
  const ending = Promise.withResolvers<void>();
  let hands: { readonly blows: Blows; readonly loads: LoadsByHand } | undefined;

  const now = () => {
    if (hands !== undefined) return hands;
    throw new UsageError(`${topology.name} does not stand: it is forming, or going down`, {
      hint: 'blackstart status shows how far it is.',
    });
  };
  return {
    act: async (stage) => {
      const blows = blowsByHand(stage, options);
      hands = { blows, loads: loadsByHand(stage, topology) };
      standing.resolve(stage.steady);
      try {
        await endedOr(ending.promise, stage);
      } finally {
        hands = undefined;
        await blows.end();
      }
      return blows.calmForMs();
    },
    standing: () => standing.promise,
    blows: () => now().blows,
    loads: () => now().loads,
    end: () => ending.resolve(),
  };
}

/** Until it is ended; rejects with the reason if the run is interrupted before. */
function endedOr(ended: Promise<void>, { striking: { signal } }: Stage): Promise<void> {
  if (signal === undefined) return ended;
  const interrupted = Promise.withResolvers<void>();
  const reject = () => interrupted.reject(signal.reason);
  if (signal.aborted) reject();
  signal.addEventListener('abort', reject, { once: true });
  return Promise.race([ended, interrupted.promise]).finally(() =>
    signal.removeEventListener('abort', reject),
  );
}

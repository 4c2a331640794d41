import type { ZodType } from 'zod';
import type { Capability } from './capability.ts';
import type { Clock } from './clock.ts';
import type { Fact, Proof } from './history.ts';
import type { Instant } from './instant.ts';
import type { Machine } from './machine.ts';
import type { Vantage } from './network.ts';
import type { Recipe } from './recipe.ts';
import type { Service } from './service.ts';

/** A fault as a schedule holds it: kind and settings, no code. */
export interface FaultSpec {
  readonly kind: string;
  readonly settings: Readonly<Record<string, Fact>>;
  /** How long the harm stays before it is healed, from its instant. */
  readonly lastsMs: number;
}

/** How long a harm lasts that nobody has given a time: until somebody heals it, or a day. */
export const UNTIL_HEALED_MS = 24 * 3_600_000;

/** What a cure may touch: it may be carried out by a later process than the harm. */
export interface CureContext {
  readonly clock: Clock;
  /** Of this blow alone; names what it puts in force. */
  readonly id: string;
  /** The targets. */
  readonly machines: readonly Machine[];
  /** The machines that are no targets. */
  readonly others: readonly Machine[];
  /** On the targets, those that are meant; all where nothing else is said. */
  readonly services: readonly Service[];
}

/** What a fault may touch. */
export interface FaultContext extends CureContext {
  /** Where the clients are. */
  readonly clients: Vantage;
}

/** A harm that has been done; with several targets, `at` is the first. */
export interface Harm extends Instant {
  /** That it happened, seen from another vantage point than the injector's. */
  prove(): Promise<readonly Proof[]>;
  /** That it is over, after its cure. */
  proveHealed(): Promise<readonly Proof[]>;
}

/** One kind of harm with settings S. Knows machines and services, and no product. */
export interface Fault<S = unknown> {
  readonly kind: string;
  /** How suites and files ask for it. */
  readonly builder: { readonly recipe: Recipe<FaultSpec> };
  /** What it befalls: a fault of machines takes everything on them along. */
  readonly befalls: 'machines' | 'services';
  readonly needs: readonly Capability[];
  readonly settings: ZodType<S>;
  inject(context: FaultContext, settings: S): Promise<Harm>;
  /**
   * The cure. It knows only who was meant, is registered before the harm, may be carried out more
   * than once, and by another process: it must be right after any part of the harm.
   */
  heal(context: CureContext, settings: S): Promise<void>;
}

/** A fault whose settings have been checked: what a schedule with mixed faults holds. */
export interface BoundFault {
  readonly kind: string;
  readonly befalls: Fault['befalls'];
  readonly needs: readonly Capability[];
  inject(context: FaultContext): Promise<Harm>;
  heal(context: CureContext): Promise<void>;
}

/** A fault as the list of all faults holds it, whatever its settings are. */
export interface AnyFault {
  readonly kind: string;
  readonly recipe: Recipe<FaultSpec>;
  readonly needs: readonly Capability[];
  /** Rejects settings that are not the fault's: a ZodError. */
  bind(settings: FaultSpec['settings']): BoundFault;
}

/** Puts a fault and its settings' schema together. */
export function fault<S>(definition: Fault<S>): AnyFault {
  const { kind, needs, befalls, builder } = definition;
  return {
    kind,
    recipe: builder.recipe,
    needs,
    bind: (raw) => {
      const settings = definition.settings.parse(raw);
      return {
        kind,
        befalls,
        needs,
        inject: (context) => definition.inject(context, settings),
        heal: (context) => definition.heal(context, settings),
      };
    },
  };
}

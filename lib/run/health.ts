import type { Clock } from '../core/clock.ts';
import { HarnessError, messageOf } from '../core/errors.ts';
import { eventually, type Look } from '../core/eventually.ts';
import type { Timing } from '../core/scenario.ts';
import type { Observer } from './observer.ts';
import type { Operator } from './operator.ts';

/** Beyond the stability window: whoever looks at a recovery later must find all of it. */
const MARGIN_MS = 1_000;

/** For how long all must be well before it counts as recovered, in ms. */
export const wellForMs = ({ stabilityMs }: Pick<Timing, 'stabilityMs'>): number =>
  stabilityMs + MARGIN_MS;

/** Those who know how a cluster under load is doing. */
export interface Witnesses {
  readonly clock: Clock;
  readonly operators: readonly Operator[];
  readonly observers: readonly Observer[];
  readonly signal?: AbortSignal | undefined;
}

/** Whether it was well for as long as was wanted, and how it was last if not. */
export interface Health {
  readonly steady: boolean;
  readonly detail: string;
}

/**
 * Waits for good answers on every lane and full redundancy, both for the whole of a time. A cluster
 * that does not come to that is a finding, not a failure of the harness.
 */
export async function health(
  { clock, operators, observers, signal }: Witnesses,
  { forMs, withinMs }: { readonly forMs: number; readonly withinMs: number },
): Promise<Health> {
  const look = async (): Promise<Look<true>> => {
    const lacking = [
      ...operators
        .filter((operator) => operator.goodForMs() < forMs)
        .map((operator) => `${operator.workload} answered well for ${ms(operator.goodForMs())}`),
      ...observers.filter((observer) => observer.fullForMs() < forMs).map(inWords),
    ];
    return lacking.length === 0 ? { done: true } : { state: lacking.join('; ') };
  };
  try {
    await eventually(`steady for ${forMs} ms`, look, { clock, withinMs, signal });
    return { steady: true, detail: `for ${forMs} ms` };
  } catch (error) {
    const waitedInVain = error instanceof HarnessError && error.code === 'TIMEOUT';
    if (signal?.aborted === true || !waitedInVain) throw error;
    return { steady: false, detail: messageOf(error) };
  }
}

const inWords = ({ system, detail, fullForMs }: Observer): string =>
  `redundancy of ${system} full for ${ms(fullForMs())}: ${detail() ?? 'not every machine looked at yet'}`;

const ms = (value: number): string => `${Math.round(value)} ms`;

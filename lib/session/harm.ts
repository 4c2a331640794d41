import { formatMs } from '../core/duration.ts';
import { UNTIL_HEALED_MS } from '../core/fault.ts';
import type { Proof } from '../core/history.ts';

/** At whom a fault is aimed, once that is known. */
export interface Meant {
  readonly fault: string;
  readonly machines: readonly string[];
  /** Only this service of them. */
  readonly service: string | undefined;
}

/** A blow that has been ordered and is not over yet. */
export interface Harm extends Meant {
  /** As people count blows, from 1. */
  readonly number: number;
  readonly lastsMs: number;
  /** Clock time of its order. */
  readonly since: number;
  /** What was seen of it; rejects where it could not be done. */
  readonly injected: Promise<readonly Proof[]>;
  /** Settles when nothing of it is left: what was seen of that. */
  readonly over: Promise<readonly Proof[]>;
  /** Ends it before its time. */
  cure(): void;
}

/** One that does the same to some of the same. */
export const overlapping = (meant: Meant, harms: readonly Harm[]): Harm | undefined =>
  harms.find(
    ({ fault, machines, service }) =>
      fault === meant.fault &&
      machines.some((name) => meant.machines.includes(name)) &&
      (service === undefined || meant.service === undefined || service === meant.service),
  );

/** Whether it is that one: by its number, its kind, or a machine that it is at. */
export const isCalled = ({ number, fault, machines }: Harm, what: string): boolean =>
  what === String(number) || what === fault || machines.includes(what);

/** `2: pause at galera-1, for another 12.00 s`. */
export function wordsOfHarm(harm: Harm, now: number): string {
  const { number, fault, lastsMs, since } = harm;
  const leftMs = Math.max(0, since + lastsMs - now);
  const until =
    lastsMs >= UNTIL_HEALED_MS ? 'until it is healed' : `for another ${formatMs(leftMs)}`;
  return `${number}: ${fault} at ${whomOf(harm)}, ${until}`;
}

/** `galera-1, galera-2`, or `galera-1/galera` where one service is meant. */
export const whomOf = ({ machines, service }: Meant): string =>
  machines.map((name) => (service === undefined ? name : `${name}/${service}`)).join(', ');

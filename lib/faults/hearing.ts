import { allEnded } from '../core/all-ended.ts';
import type { Clock } from '../core/clock.ts';
import type { Proof } from '../core/history.ts';
import type { Machine } from '../core/machine.ts';
import type { Vantage } from '../core/network.ts';
import { awaitProof } from './proofs.ts';

/** A direction between two places in the network, by their names. */
export interface Direction {
  readonly from: string;
  readonly to: string;
}

/** Which directions carried datagrams. */
export type Hearing = ReadonlySet<string>;

const COUNT = 3;
const GAP_MS = 10;
const BYTES = 24;
/** Far above the round trip in one host; a delay that is longer counts as silence. */
const TRAVEL_MS = 60;

export const key = ({ from, to }: Direction): string => `${from} → ${to}`;

/** Every direction between these places that there is: between those that are in one network. */
export const directionsAmong = (vantages: readonly Vantage[]): readonly Direction[] =>
  linksAmong(vantages).map(([from, to]) => ({ from: from.name, to: to.name }));

const linksAmong = (vantages: readonly Vantage[]): readonly (readonly [Vantage, Vantage])[] =>
  vantages.flatMap((from) =>
    vantages
      .filter((to) => to !== from && (from.meets?.(to) ?? true))
      .map((to) => [from, to] as const),
  );

/** Where machines and clients can be sent to and heard from. */
export const vantagesOf = (machines: readonly Machine[], clients: Vantage): readonly Vantage[] => [
  ...machines.map(({ vantage }) => vantage),
  clients,
];

/** Lets everybody send to everybody else, and asks each whom it heard. */
export async function whoHearsWhom(vantages: readonly Vantage[], clock: Clock): Promise<Hearing> {
  await allEnded(vantages.map((vantage) => vantage.ready?.()));
  const token = tokenOf(clock);
  const datagrams = { token, count: COUNT, gapMs: GAP_MS, bytes: BYTES };
  await allEnded(linksAmong(vantages).map(([from, to]) => from.send(to, datagrams)));
  await clock.sleep(TRAVEL_MS);
  const heard = await allEnded(
    vantages.map(async (to) => {
      const receipts = await to.heard(token);
      return vantages
        .filter((from) => receipts.some((receipt) => receipt.from === from.address))
        .map((from) => key({ from: from.name, to: to.name }));
    }),
  );
  return new Set(heard.flat());
}

/** A number that no other measurement of the run has. */
export const tokenOf = (clock: Clock): number => Math.floor(clock.now() * 1_000) % 2 ** 32;

/**
 * That exactly these directions are cut: each carried datagrams before and carries none now, and
 * all others that carried some still do.
 */
export function proofsOfCut(
  cut: readonly Direction[],
  before: Hearing,
  now: Hearing,
): readonly Proof[] {
  const keys = new Set(cut.map(key));
  const lost = [...before].filter((direction) => !keys.has(direction) && !now.has(direction));
  const untouched = [...before].filter((direction) => !keys.has(direction)).length;
  return [
    ...[...keys].map((direction) => ({
      claim: `${direction} is cut`,
      vantage: 'the receiving end',
      observed: now.has(direction)
        ? 'datagrams arrive'
        : before.has(direction)
          ? 'datagrams arrived before, none now'
          : 'none arrived before either',
      holds: before.has(direction) && !now.has(direction),
    })),
    {
      claim: 'every other direction is as it was',
      vantage: 'the receiving ends',
      observed:
        lost.length === 0
          ? `${untouched} directions carry datagrams`
          : `silent: ${lost.join(', ')}`,
      holds: lost.length === 0,
    },
  ];
}

const HEARD_WITHIN_MS = 10_000;

/** That all that was heard before is heard again. */
export function proofOfHearing(
  before: Hearing,
  vantages: readonly Vantage[],
  clock: Clock,
): Promise<Proof> {
  return awaitProof({
    claim: 'every direction carries datagrams as before',
    vantage: 'the receiving ends',
    clock,
    withinMs: HEARD_WITHIN_MS,
    look: async () => {
      const now = await whoHearsWhom(vantages, clock);
      const silent = [...before].filter((direction) => !now.has(direction));
      if (silent.length > 0) return { state: `silent: ${silent.join(', ')}` };
      return { done: { observed: `${before.size} directions`, holds: before.size > 0 } };
    },
  });
}

import type { Observation, Redundancy } from '../../core/system.ts';
import type { VirtualAddress } from './names.ts';

/** Full: each address at one holder, every HAProxy has all its servers, every keepalived could take over. */
export function edgeRedundancy(
  observations: ReadonlyMap<string, Observation>,
  addresses: readonly VirtualAddress[],
): Redundancy {
  const seen = [...observations];
  const holders = addresses.map((which) =>
    seen.filter(([, { state }]) => words(state['holds']).includes(which)).map(([name]) => name),
  );
  const balancing = seen.filter(([, { state }]) => isComplete(state['servers']));
  const ready = seen.filter(([, { state }]) => canHold(state['keepalived']));
  const count = seen.length;
  return {
    full:
      holders.every(({ length }) => length === 1) &&
      balancing.length === count &&
      ready.length === count,
    detail: [
      ...holders.map((names, index) => `${nameOf(index, addresses)} at ${where(names)}`),
      `${ready.length} of ${count} keepalived ready`,
      `${balancing.length} of ${count} HAProxy with all servers`,
    ].join(', '),
  };
}

const where = (names: readonly string[]): string => names.join(' and ') || 'nobody';

/** A single address needs no name. */
const nameOf = (index: number, addresses: readonly VirtualAddress[]): string =>
  addresses.length === 1 ? 'address' : `${addresses[index]} address`;

const words = (text: unknown): readonly string[] => String(text ?? '').split(' ');

/** `3 of 3`, as the watch writes it. */
const isComplete = (servers: unknown): boolean => {
  const [up, all] = String(servers).split(' of ');
  return up === all && Number(all) > 0;
};

const canHold = (states: unknown): boolean =>
  words(states).every((state) => state === 'MASTER' || state === 'BACKUP');

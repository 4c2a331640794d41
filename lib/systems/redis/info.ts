import type { Host } from '../../core/machine.ts';

/** Names and values, as INFO and the answers of a sentinel have them. */
export type Facts = Readonly<Record<string, string>>;

/** The answer to INFO: a line a fact. */
export function parseInfo(answer: string): Facts {
  const pairs = answer.split('\r\n').flatMap((line) => {
    const [, name, value] = line.match(/^([^#:]+):(.*)$/) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(pairs);
}

/** A replica as its primary sees it. */
export interface ReplicaInfo {
  readonly address: string;
  readonly online: boolean;
  /** Seconds since it was last heard. */
  readonly lagSeconds: number;
}

/** The replicas of a primary: `slave0:ip=198.18.0.3,port=6379,state=online,offset=1,lag=0`. */
export function replicasIn(info: Facts): readonly ReplicaInfo[] {
  return Object.entries(info)
    .filter(([name]) => /^slave\d+$/.test(name))
    .map(([, value]) => {
      const facts = Object.fromEntries(value.split(',').map((pair) => pair.split('=')));
      return {
        address: facts['ip'] ?? '',
        online: facts['state'] === 'online',
        lagSeconds: Number(facts['lag']),
      };
    });
}

/** A list of names and values in turns, as a sentinel describes an instance. */
export function pairs(answer: readonly string[]): Facts {
  return Object.fromEntries(
    answer.flatMap((name, index) => (index % 2 === 0 ? [[name, answer[index + 1] ?? '']] : [])),
  );
}

/** The name of the machine with this address; the address itself where nobody has it. */
export const nameAt = (address: string | undefined, all: readonly Host[]): string =>
  all.find((host) => host.address === address)?.name ?? address ?? '';

import { askHttp, keptConnection } from '../../core/http.ts';
import type { Machine } from '../../core/machine.ts';
import type { Observation, Watcher } from '../../core/system.ts';
import { watchHold } from './hold.ts';
import { STATE_PORT, STATS_PORT, statePage, type VirtualAddress } from './names.ts';
import { type BackendServer, isInUse, isSound, serversIn } from './stats.ts';

/** What has not answered within this does not answer. */
const ANSWER_WITHIN_MS = 500;

/**
 * Watches one machine. Its role is what its kernel says (hold.ts): `primary` has the first virtual
 * address. That is known as well where clients don't reach it, or where its keepalived is dead or
 * thinks otherwise. The rest is HAProxy's and keepalived's own word.
 */
export function watchEdge(
  machine: Machine,
  all: readonly Machine[],
  addresses: readonly VirtualAddress[],
): Watcher {
  const holds = addresses.map((which) => ({ which, hold: watchHold(machine, all, which) }));
  const agent = keptConnection();
  const { address } = machine;
  const ask = async <T>(port: number, path: string, take: (body: string) => T) => {
    const how = { agent, withinMs: ANSWER_WITHIN_MS };
    return take((await askHttp({ address, port, path }, how)).body);
  };
  return {
    observe: async () => {
      const [servers, keepalived] = await Promise.all([
        ask(STATS_PORT, '/stats;csv', serversIn).catch(() => undefined),
        Promise.all(
          addresses.map((which) => ask(STATE_PORT, statePage(which), (body) => body.trim())),
        ).catch(() => undefined),
      ]);
      // Last: what is said of addresses must be true now, not before a service was waited for.
      const held = await Promise.all(
        holds.map(async ({ which, hold }) => ((await hold.holds()) ? [which] : [])),
      ).catch(() => []);
      return observationOf(machine, addresses, { held: held.flat(), servers, keepalived });
    },
    [Symbol.asyncDispose]: async () => agent.destroy(),
  };
}

interface Sight {
  readonly held: readonly VirtualAddress[];
  /** Undefined where HAProxy does not answer. */
  readonly servers: readonly BackendServer[] | undefined;
  /** keepalived's state for each address; undefined where it does not answer. */
  readonly keepalived: readonly string[] | undefined;
}

function observationOf(
  { name }: Machine,
  [first]: readonly VirtualAddress[],
  { held, servers, keepalived }: Sight,
): Observation {
  const answers = servers !== undefined || keepalived !== undefined;
  const idle = keepalived === undefined ? 'none' : 'replica';
  return {
    reachable: answers || held.length > 0,
    role: held.some((which) => which === first) ? 'primary' : idle,
    members: [name],
    state: {
      holds: held.join(' '),
      keepalived: keepalived?.join(' ') ?? 'no answer',
      servers: servers === undefined ? 'no answer' : soundOf(servers),
      inUse: (servers ?? [])
        .filter(isInUse)
        .map((server) => server.name)
        .join(' '),
    },
  };
}

const soundOf = (servers: readonly BackendServer[]): string =>
  `${servers.filter(isSound).length} of ${servers.length}`;

import type { Fact } from '../../core/history.ts';
import type { Host } from '../../core/machine.ts';
import type { Connection } from './connect.ts';
import { type Facts, nameAt, pairs } from './info.ts';
import { MASTER } from './port.ts';

/** What a sentinel believes: who is primary, and whom of the others it sees. */
export interface Opinion {
  readonly master: Facts;
  readonly sentinels: readonly Facts[];
  readonly replicas: readonly Facts[];
}

export async function askSentinel(connection: Connection): Promise<Opinion> {
  const [master, sentinels, replicas] = await Promise.all([
    connection.call('SENTINEL', 'MASTER', MASTER),
    connection.call('SENTINEL', 'SENTINELS', MASTER),
    connection.call('SENTINEL', 'REPLICAS', MASTER),
  ]);
  return { master: factsOf(master), sentinels: listOf(sentinels), replicas: listOf(replicas) };
}

const factsOf = (answer: unknown): Facts =>
  pairs(Array.isArray(answer) ? answer.map((one) => String(one)) : []);

const listOf = (answer: unknown): readonly Facts[] =>
  Array.isArray(answer) ? answer.map(factsOf) : [];

/** The same as facts of an observation; undefined is no answer. */
export function opinionOf(
  opinion: Opinion | undefined,
  all: readonly Host[],
): Readonly<Record<string, Fact>> {
  if (opinion === undefined) return { sentinel: 'no answer' };
  const { master, sentinels, replicas } = opinion;
  return {
    sentinel: nameAt(master['ip'], all),
    epoch: Number(master['config-epoch']),
    masterFlags: master['flags'] ?? '',
    seesSentinels: sentinels.filter(isUp).length,
    seesReplicas: replicas.filter(isUp).length,
  };
}

const isUp = ({ flags = '' }: Facts): boolean => !/_down|disconnected/.test(flags);

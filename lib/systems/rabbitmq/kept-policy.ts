import { HarnessError } from '../../core/errors.ts';
import { type Machine, serviceOf } from '../../core/machine.ts';
import { definitionOf, type MirrorPolicy } from './durability.ts';
import { QUEUE, RABBITMQ } from './port.ts';

/** The policy's name, as operators have it. */
const NAME = 'ha-all';

/**
 * Puts a policy of mirrored queues to where an upgrade leaves it: into the metadata store. RabbitMQ 4
 * refuses to take it any other way, and keeps, shows and applies what it finds there.
 */
export async function keepPolicy(machine: Machine, policy: MirrorPolicy): Promise<void> {
  const service = serviceOf(machine, RABBITMQ);
  const { exitCode, output } = await service.exec([...rabbitmqctl, 'eval', storing(policy)]);
  if (exitCode === 0) return;
  throw new HarnessError('KEPT_POLICY', `${machine.name} did not store the policy: ${output}`, {
    hint: `rabbitmqctl eval ended with code ${exitCode}.`,
  });
}

/** Run as the server's own account, whose cookie it needs. */
export const rabbitmqctl = [
  ...['setpriv', '--reuid=rabbitmq', '--regid=rabbitmq', '--init-groups'],
  ...['env', 'HOME=/var/lib/rabbitmq', '/usr/lib/rabbitmq/bin/rabbitmqctl'],
];

/** The expression, in Erlang, that stores it as RabbitMQ 3 does. */
export function storing(policy: MirrorPolicy): string {
  const definition = Object.entries(definitionOf(policy)).map(([key, value]) =>
    pair(key, typeof value === 'number' ? `${value}` : binary(value)),
  );
  const value = [
    pair('pattern', binary(`^${QUEUE}$`)),
    pair('definition', `[${definition.join(',')}]`),
    pair('priority', '0'),
    pair('apply-to', binary('queues')),
  ];
  const key = [binary('/'), binary('policy'), binary(NAME)];
  return `rabbit_db_rtparams:set(${key.join(',')},[${value.join(',')}]).`;
}

const binary = (text: string): string => `<<"${text}">>`;
const pair = (key: string, value: string): string => `{${binary(key)},${value}}`;

import { readdirSync } from 'node:fs';
import { messageOf, UsageError } from '../../core/errors.ts';
import type { ServicePlan } from '../../core/topology.ts';
import { AMQP_PORT, nodeName, RABBITMQ } from './port.ts';

export interface RabbitmqPlanOptions {
  /** A folder under images/: which version. */
  readonly image: string;
  /** Folder with the operator's *.conf files. */
  readonly config: string;
  /** Folders whose files come on top. */
  readonly overlays: readonly string[];
  /** Which node this is, counted from 1. */
  readonly number: number;
}

/** RabbitMQ as a service: the operator's files as they are, in the order of their names. */
export function rabbitmqPlan({
  image,
  config,
  overlays,
  number,
}: RabbitmqPlanOptions): ServicePlan {
  assertConfiguration(config);
  return {
    name: 'rabbitmq',
    system: RABBITMQ,
    image,
    port: AMQP_PORT,
    environment: () => ({ RABBITMQ_NODENAME: nodeName(number) }),
    config: { folder: config, overlays, target: '/etc/rabbitmq/conf.d' },
    data: ['/var/lib/rabbitmq/mnesia'],
    arguments: () => [],
    memoryMiB: 300,
  };
}

function assertConfiguration(folder: string): void {
  const found = listFolder(folder);
  if (found.some((name) => name.endsWith('.conf'))) return;
  throw new UsageError(
    `rabbitmq config: expected a folder with *.conf files, found ${found.join(', ') || 'nothing'} in ${folder}`,
    { hint: 'fixtures/rabbitmq is an example.' },
  );
}

function listFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    throw new UsageError(`rabbitmq config: expected a folder, ${messageOf(cause)}`, {
      hint: 'fixtures/rabbitmq is an example.',
      cause,
    });
  }
}

import { UsageError } from '../../core/errors.ts';

/** A version of RabbitMQ that there is an image of: that of Debian 12, and that of Debian 13. */
export type RabbitmqVersion = '3.10' | '4';

/** What is different from one version to the next. */
export interface Release {
  /** Of its folder under images/, of that under fixtures/, and of its clusters. */
  readonly name: string;
  /** Whether it mirrors queues: 4 has none but quorum queues and queues on one node. */
  readonly mirrors: 'yes' | 'no';
}

const releases: ReadonlyMap<string, Release> = new Map([
  ['3.10', { name: 'rabbitmq', mirrors: 'yes' }],
  ['4', { name: 'rabbitmq-4', mirrors: 'no' }],
]);

/** The release of a version; refuses one that there is no image of. */
export function releaseOf(version: RabbitmqVersion): Release {
  const release = releases.get(version);
  if (release !== undefined) return release;
  const known = [...releases.keys()].join(' or ');
  throw new UsageError(`rabbitmq version: expected ${known}, found ${version}`, {
    hint: "For example rabbitmq({ version: '4' }), which is 4.0.",
  });
}

import { basename } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Two suites run beside each other, taken from this list: what is busy while it starts (Ceph, Erlang)
 * beside what is not. Two of the former would wait for processors, and their times say less.
 */
const ORDER = [
  'ceph',
  'galera',
  'rabbitmq',
  'redis',
  'rabbitmq-cuts',
  'edge',
  'rabbitmq-4',
  'ledger',
  'memcached',
];

/** Suites in that order, those it does not name first; everything else as vitest would have it. */
export class InPairs extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const place = ({ moduleId }: TestSpecification): number =>
      ORDER.indexOf(basename(moduleId, '.test.ts'));
    return sorted.toSorted((one, other) => place(one) - place(other));
  }
}

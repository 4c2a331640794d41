import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A setting that decides what is lost, not how long it takes. */
export interface DurabilitySetting {
  readonly system: string;
  readonly knob: string;
  readonly value: string;
  /** What a blow may take of what was acknowledged. */
  readonly loses: string;
}

interface Knob {
  readonly knob: string;
  /** Which files of the folder hold it; they are read in the order of their names, the last one wins. */
  readonly files: RegExp;
  readonly line: RegExp;
  /** The product's own, where no file says anything. */
  readonly unset: string;
  readonly loses: Readonly<Record<string, string>>;
}

const NOTHING = 'nothing that was acknowledged';

/** FACTS and docs/systems say where each of these was measured. */
const knobs: Readonly<Record<string, readonly Knob[]>> = {
  galera: [
    {
      knob: 'innodb_flush_log_at_trx_commit',
      files: /\.cnf$/,
      line: /^\s*innodb[-_]flush[-_]log[-_]at[-_]trx[-_]commit\s*=\s*(\S+)/gim,
      unset: '1',
      loses: {
        0: 'a second of writes when all machines lose power, or all processes are killed',
        1: NOTHING,
        2: 'a second of writes when all machines lose power',
      },
    },
  ],
  redis: [
    {
      knob: 'appendfsync',
      files: /^redis(-.*)?\.conf$/,
      line: /^\s*appendfsync\s+(\S+)/gim,
      unset: 'everysec',
      loses: {
        always: `${NOTHING} and on the disk of the primary`,
        everysec: 'a second of writes when all machines lose power',
        no: 'what the kernel has not written yet (half a minute) when all machines lose power',
      },
    },
    {
      knob: 'appendonly',
      files: /^redis(-.*)?\.conf$/,
      line: /^\s*appendonly\s+(\S+)/gim,
      unset: 'no',
      loses: { yes: 'what appendfsync says', no: 'all since the last dump, if there is any' },
    },
    {
      knob: 'min-replicas-to-write',
      files: /^redis(-.*)?\.conf$/,
      line: /^\s*min-replicas-to-write\s+(\S+)/gim,
      unset: '0',
      loses: { 0: 'all that a primary acknowledges while it is cut off together with clients' },
    },
  ],
  rabbitmq: [
    {
      knob: 'cluster_partition_handling',
      files: /\.conf$/,
      line: /^\s*cluster_partition_handling\s*=\s*(\S+)/gim,
      unset: 'ignore',
      loses: {
        pause_minority: `${NOTHING}, with mirrors in step: the smaller side stops`,
        autoheal: 'what one side of a partition took, when the other one wins',
        ignore: 'what one side of a partition took: both lead, and they never merge',
      },
    },
  ],
};

/** What a folder of configuration says of durability, for the systems of which that is known. */
export function durabilityOf(system: string, folder: string): readonly DurabilitySetting[] {
  return (knobs[system] ?? []).map(({ knob, files, line, unset, loses }) => {
    const value = lastValue(folder, files, line) ?? unset;
    return { system, knob, value, loses: loses[value.toLowerCase()] ?? 'depends on its value' };
  });
}

function lastValue(folder: string, files: RegExp, line: RegExp): string | undefined {
  if (!existsSync(folder)) return undefined;
  return readdirSync(folder)
    .filter((name) => files.test(name))
    .toSorted(inReadingOrder)
    .flatMap((name) => [...readFileSync(join(folder, name), 'utf8').matchAll(line)])
    .at(-1)?.[1];
}

/** redis.conf comes before redis-*.conf: images/redis includes it first. */
const inReadingOrder = (one: string, other: string): number =>
  Number(other === 'redis.conf') - Number(one === 'redis.conf') || (one < other ? -1 : 1);

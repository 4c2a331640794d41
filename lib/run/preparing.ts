import { isDeepStrictEqual } from 'node:util';
import type { Load } from './loads.ts';

/** Makes what loads need before they begin: tables, queues. */
export interface Preparing {
  /** Of one that nobody asks for yet. */
  ahead(load: Load): Promise<void>;
  /** Of one that begins next; what was made ahead for the same is not made again. */
  now(load: Load): Promise<void>;
}

/** Nothing is made yet. */
export function startPreparing(): Preparing {
  const ahead: Load[] = [];
  return {
    ahead: async (load) => {
      await prepare(load);
      ahead.push(load);
    },
    now: async (load) => {
      const place = ahead.findIndex((made) => isSame(made, load));
      if (place === -1) await prepare(load);
      else ahead.splice(place, 1);
    },
  };
}

const prepare = ({ workload, vocabulary, machines }: Load): Promise<void> =>
  vocabulary.prepare(machines, workload.settings ?? {});

const isSame = (made: Load, { vocabulary, workload }: Load): boolean =>
  made.vocabulary === vocabulary && isDeepStrictEqual(made.workload.settings, workload.settings);

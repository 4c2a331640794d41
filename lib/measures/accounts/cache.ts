import { z } from 'zod';
import type { History, WorkloadFacts } from '../../core/history.ts';
import { outcomeOf, type Spoken, speak, unanswered } from '../vocabulary.ts';
import { account, type Count } from './account.ts';

/** Which entry, and which version of it the operation makes. */
const entry = z.tuple([z.int(), z.int()]);

/**
 * The vocabulary `cache`: `update` stores an entry; `fetch` gets one, and makes and stores it where it
 * finds none. `found` is the version that was there; null: none; -1: what was there is no entry.
 */
export const cacheSchema = z.discriminatedUnion('f', [
  z.object({ f: z.literal('update'), value: entry, answer: z.undefined().optional() }),
  z.object({
    f: z.literal('fetch'),
    value: entry,
    answer: z.object({ found: z.int().nullable(), stored: z.boolean() }).optional(),
  }),
]);

type CacheOperation = z.infer<typeof cacheSchema>;

/** A fetch that was answered. */
interface Fetch {
  readonly id: number;
  readonly key: number;
  /** Null for none. */
  readonly found: number | null;
  readonly askedAt: number;
  readonly position: number;
}

/** An operation that stored, or may have stored, a version of an entry. */
interface Store {
  readonly f: CacheOperation['f'];
  readonly key: number;
  readonly begunAt: number;
  /** Infinity where it was never acknowledged. */
  readonly storedAt: number;
}

interface Records {
  readonly fetches: readonly Fetch[];
  /** By the version that each made. */
  readonly stores: ReadonlyMap<number, Store>;
  readonly updates: ReadonlyMap<number, Latest>;
  /** When the first version of an entry was acknowledged. */
  readonly firstStored: ReadonlyMap<number, number>;
}

/** Of one entry, by the time of their acknowledgements: the latest beginning of all up to there. */
type Latest = readonly { readonly storedAt: number; readonly begunAt: number }[];

/**
 * What a cache is asked. It may forget whatever it likes; so nothing is lost, and there is no final
 * read. What it must not do is answer an entry that was replaced, or that nobody made.
 */
export const cache = account<Records>({
  vocabulary: 'cache',
  open,
  answers: { staleReads: staleOf, phantoms: phantomsOf, missed: missedOf },
});

function open(history: History, workload: WorkloadFacts): Records | string {
  const spoken = speak(history, workload, cacheSchema);
  if (typeof spoken === 'string') return spoken;
  const silent = unanswered(spoken.filter(({ operation }) => operation.f === 'fetch'));
  if (silent !== undefined) return silent;
  const stores = new Map(spoken.flatMap(storeIn));
  const acknowledged = [...stores.values()].filter(({ storedAt }) => storedAt < Infinity);
  const ofEach = Map.groupBy(acknowledged, ({ key }) => key);
  return {
    fetches: spoken.flatMap(fetchIn),
    stores,
    updates: new Map([...ofEach].map(([key, own]) => [key, latestOf(own)])),
    firstStored: new Map(
      [...ofEach].map(([key, own]) => [key, Math.min(...own.map(({ storedAt }) => storedAt))]),
    ),
  };
}

function storeIn({
  probe,
  operation: { f, value, answer },
}: Spoken<CacheOperation>): readonly (readonly [number, Store])[] {
  const outcome = outcomeOf(probe);
  const [key, version] = value;
  if (outcome === 'fail' || (f === 'fetch' && outcome === 'ok' && !answer?.stored)) return [];
  const storedAt = outcome === 'ok' ? probe.settledAt : Number.POSITIVE_INFINITY;
  return [[version, { f, key, begunAt: probe.invokedAt, storedAt }]];
}

function fetchIn({ probe, operation }: Spoken<CacheOperation>): readonly Fetch[] {
  if (operation.f !== 'fetch' || probe.outcome !== 'ok' || operation.answer === undefined)
    return [];
  const { id, invokedAt: askedAt, settled: position } = probe;
  return [{ id, key: operation.value[0], found: operation.answer.found, askedAt, position }];
}

function latestOf(stores: readonly Store[]): Latest {
  let begunAt = Number.NEGATIVE_INFINITY;
  return stores
    .filter(({ f }) => f === 'update')
    .toSorted((one, other) => one.storedAt - other.storedAt)
    .map((update) => {
      begunAt = Math.max(begunAt, update.begunAt);
      return { storedAt: update.storedAt, begunAt };
    });
}

/** Older than an update that was acknowledged before the fetch began: made before that began. */
function staleOf({ fetches, stores, updates }: Records): Count {
  const stale = fetches.filter(({ key, found, askedAt }) => {
    const made = found === null ? undefined : stores.get(found);
    if (made === undefined || made.key !== key) return false;
    const before = updates.get(key)?.findLast(({ storedAt }) => storedAt < askedAt);
    return before !== undefined && made.storedAt < before.begunAt;
  });
  return judged(fetches, stale, 'answered an entry that had been updated');
}

function phantomsOf({ fetches, stores }: Records): Count {
  const phantoms = fetches.filter(
    ({ key, found }) => found !== null && stores.get(found)?.key !== key,
  );
  return judged(fetches, phantoms, 'answered what nobody stored there');
}

/** What was found says something of stale and of foreign entries; what was not found does not. */
function judged(fetches: readonly Fetch[], bad: readonly Fetch[], words: string): Count {
  const hits = fetches.filter(({ found }) => found !== null).length;
  return {
    value: bad.length,
    evidence: bad.map(({ position }) => position),
    note: [
      `of ${hits} fetches that found something, ${bad.length} ${words}`,
      ...bad.slice(0, 3).map(({ id, key, found }) => `#${id} found ${found} in entry ${key}`),
    ].join('; '),
    missing: hits === 0 ? 'no fetch ever found anything' : undefined,
  };
}

/** An entry that was never stored can't be found, and is not missed. */
function missedOf({ fetches, firstStored }: Records): Count {
  const due = fetches.filter(
    ({ key, askedAt }) => (firstStored.get(key) ?? Number.POSITIVE_INFINITY) < askedAt,
  );
  const missed = due.filter(({ found }) => found === null);
  const hits = due.length - missed.length;
  return {
    value: missed.length,
    evidence: missed.map(({ position }) => position),
    note: `${hits} of ${due.length} fetches found an entry that had been stored before`,
    missing: due.length === 0 ? 'no entry was fetched after it had been stored' : undefined,
  };
}

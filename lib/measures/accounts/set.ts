import { z } from 'zod';
import { checkSet } from '../../checkers/set/check-set.ts';
import type { History, WorkloadFacts } from '../../core/history.ts';
import { type FinalRead, finalReads, isNumber, placeOf } from '../final-reads.ts';
import type { Probe } from '../probes.ts';
import { speak } from '../vocabulary.ts';
import { account, type Count } from './account.ts';
import { differing } from './difference.ts';
import { lossAmong } from './loss.ts';
import { duplicatesOf, flickerOf, type SetRecords, staleReadsOf } from './set-reads.ts';

/** The vocabulary `set`: add a number; read, answered with every number there is. */
export const setSchema = z.discriminatedUnion('f', [
  z.object({ f: z.literal('add'), value: z.number() }),
  z.object({ f: z.literal('read'), value: z.null() }),
]);

const elementsSchema = z.array(z.number());

interface Records extends SetRecords {
  readonly adds: readonly Added[];
  readonly finals: readonly FinalRead<number>[];
}

type Added = Probe & { readonly value: number };

/** What a set makes of the questions: each node is to hold all of it. */
export const set = account<Records>({
  vocabulary: 'set',
  open,
  answers: {
    lost: ({ adds, finals, missing }) => ({
      ...lossAmong(adds.filter(isAcknowledged), finals.map(placeIn)),
      missing,
    }),
    phantoms: phantomsOf,
    divergence: divergenceOf,
    duplicates: duplicatesOf,
    flicker: flickerOf,
    staleReads: staleReadsOf,
  },
});

function open(history: History, workload: WorkloadFacts): Records | string {
  const spoken = speak(history, workload, setSchema);
  if (typeof spoken === 'string') return spoken;
  const { reads: finals, missing } = finalReads(history, workload, isNumber);
  const adds = spoken.flatMap(({ probe, operation }) =>
    operation.f === 'add' ? [{ ...probe, value: operation.value }] : [],
  );
  const answered = spoken.filter(({ probe: { f, outcome } }) => f === 'read' && outcome === 'ok');
  const reads = answered.flatMap(({ probe }) => {
    const elements = elementsSchema.safeParse(probe.answer);
    return elements.success ? [{ ...probe, elements: elements.data }] : [];
  });
  return {
    adds,
    finals,
    missing,
    reads: reads.length,
    strange: answered.length - reads.length,
    result: checkSet({ adds, reads, finalReads: finals }),
    positions: new Map(spoken.map(({ probe: { id, settled } }) => [id, settled])),
  };
}

const isAcknowledged = ({ outcome }: Probe): boolean => outcome === 'ok';

function placeIn(read: FinalRead<number>) {
  const held = new Set<unknown>(read.elements);
  return {
    name: placeOf(read),
    evidence: [read.evidence],
    lacks: ({ value }: Probe) => !held.has(value),
  };
}

function phantomsOf({ adds, finals, missing }: Records): Count {
  const possible = new Set(
    adds.filter(({ outcome }) => outcome !== 'fail').map(({ value }) => value),
  );
  const doubtful = new Set(
    adds
      .filter(({ outcome }) => outcome === 'info' || outcome === 'open')
      .map(({ value }) => value),
  );
  const present = new Set(finals.flatMap(({ elements }) => elements));
  const found = [...present].filter((element) => !possible.has(element));
  const recovered = [...present].filter((element) => doubtful.has(element));
  return {
    value: found.length,
    evidence: finals
      .filter(({ elements }) => elements.some((element) => !possible.has(element)))
      .map(({ evidence }) => evidence),
    note:
      found.length > 0
        ? `for example ${found.slice(0, 5).join(', ')}`
        : `${recovered.length} of ${doubtful.size} writes of unknown fate turned out to be there`,
    missing,
  };
}

function divergenceOf({ finals, missing }: Records): Count {
  const found = differing(finals, (element) => element);
  return {
    value: found.length,
    evidence: found.length > 0 ? finals.map(({ evidence }) => evidence) : [],
    note: found.length > 0 ? `for example ${found.slice(0, 5).join(', ')}` : '',
    missing,
  };
}

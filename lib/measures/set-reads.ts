import { z } from 'zod';
import { checkSet } from '../checkers/set/check-set.ts';
import type { ReadReference, SetResult } from '../checkers/set/types.ts';
import { formatMs } from '../core/duration.ts';
import type { History, WorkloadFacts } from '../core/history.ts';
import type { Finding, Measure } from '../core/measure.ts';
import { finalReads } from './final-reads.ts';
import { type Probe, probesOf } from './probes.ts';
import { setsOf } from './settled.ts';

const elementsSchema = z.array(z.number());

/** A set's history, checked, with the ways from ids to positions in the history. */
interface Checked {
  readonly result: SetResult;
  /** Reads during the run that were answered. */
  readonly reads: number;
  /** What can't be read of it; undefined where all could. */
  readonly missing: string | undefined;
  readonly positionOf: (id: number) => number | undefined;
  readonly machineOf: (seen: ReadReference) => string;
}

/** Once a history: several measures ask. */
const known = new WeakMap<readonly Probe[], Checked>();

function checked(history: History, workload: WorkloadFacts): Checked {
  const probes = probesOf(history, workload);
  const found = known.get(probes) ?? check(history, workload, probes);
  known.set(probes, found);
  return found;
}

function check(history: History, workload: WorkloadFacts, probes: readonly Probe[]): Checked {
  const { reads: held, missing } = finalReads(history, workload);
  const adds = probes.flatMap((probe) =>
    probe.f === 'add' && typeof probe.value === 'number' ? [{ ...probe, value: probe.value }] : [],
  );
  const answered = probes.filter(({ f, outcome }) => f === 'read' && outcome === 'ok');
  const reads = answered.flatMap((probe) => {
    const elements = elementsSchema.safeParse(probe.answer);
    return elements.success ? [{ ...probe, elements: elements.data }] : [];
  });
  const strange = answered.length - reads.length;
  const positions = new Map(probes.map(({ id, settled }) => [id, settled]));
  return {
    result: checkSet({ adds, reads, finalReads: held }),
    reads: reads.length,
    missing: strange > 0 ? `${strange} reads were answered with no set` : missing,
    positionOf: (id) => positions.get(id),
    machineOf: (seen) => ('read' in seen ? `read #${seen.read}` : `${seen.machine} (${seen.pass})`),
  };
}

interface Counted {
  readonly value: number;
  readonly evidence: readonly (number | undefined)[];
  readonly note: string;
}

/** Where a final read is missing, what was found is a lower bound, and nothing found is unknown. */
const ofSets = (
  about: Pick<Measure, 'name' | 'meaning'> & { readonly wants: 'reads' | 'final reads' },
  count: (found: Checked) => Counted,
): Measure => ({
  name: about.name,
  meaning: about.meaning,
  unit: 'count',
  kind: 'safety',
  of: (history) =>
    setsOf(history).map((workload): Finding => {
      const found = checked(history, workload);
      const { value, evidence, note } = count(found);
      const base = {
        subject: { workload: workload.name },
        resolution: 0,
        evidence: evidence.filter((position) => position !== undefined),
        note,
      };
      const reason =
        about.wants === 'reads' && found.reads === 0
          ? 'the set was not read while it was written'
          : found.missing;
      if (reason === undefined) return { ...base, status: 'known', value };
      return value === 0
        ? { ...base, status: 'unknown', reason }
        : { ...base, status: 'censored', atLeast: value };
    }),
});

/** Elements that are held more often than they were added. */
export const duplicates = ofSets(
  {
    name: 'duplicates',
    meaning: 'elements that a read holds more often than they were added',
    wants: 'final reads',
  },
  ({ result, positionOf, machineOf }) => ({
    value: result.duplicates.count,
    evidence: result.duplicates.examples.map(({ seen }) =>
      'read' in seen ? positionOf(seen.read) : seen.evidence,
    ),
    note: result.duplicates.examples
      .slice(0, 3)
      .map(({ value, times, seen }) => `${value} ${times} times in ${machineOf(seen)}`)
      .join('; '),
  }),
);

/** Elements that were seen, then not, and are there in the end. */
export const flicker = ofSets(
  {
    name: 'flicker',
    meaning: 'elements that a read held, a later one lacked, and that are there in the end',
    wants: 'reads',
  },
  ({ result: { flicker: found }, positionOf }) => ({
    value: found.elements,
    evidence: found.examples.flatMap(({ seenBy, absent }) => [seenBy, ...absent].map(positionOf)),
    note: found.examples
      .slice(0, 3)
      .map(({ value, durationMs }) => `${value} for up to ${formatMs(durationMs)}`)
      .join('; '),
  }),
);

/** Reads that lack what had been acknowledged before they began. */
export const staleReads = ofSets(
  {
    name: 'stale-reads',
    meaning: 'reads that lack an element which had been acknowledged before they began',
    wants: 'reads',
  },
  ({ result: { staleReads: found }, reads, positionOf }) => ({
    value: found.count,
    evidence: found.examples.map(({ read }) => positionOf(read)),
    note:
      found.count === 0
        ? `of ${reads} reads`
        : `of ${reads} reads; the worst lagged ${formatMs(found.worstStalenessMs)} behind`,
  }),
);

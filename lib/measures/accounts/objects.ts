import { latestEffect } from '../../checkers/objects/timeline.ts';
import type { Judged } from '../../checkers/objects.ts';
import { formatMs } from '../../core/duration.ts';
import { placeOf } from '../final-reads.ts';
import type { Probe } from '../probes.ts';
import { type AccountPlan, account, type Count } from './account.ts';
import { differing } from './difference.ts';
import { lossAmong } from './loss.ts';
import { type ObjectsRecords, openObjects } from './objects-records.ts';

/** Each node is to hold the last version of each object. */
export const objectsAnswers: AccountPlan<ObjectsRecords>['answers'] = {
  lost: lostOf,
  phantoms: phantomsOf,
  divergence: divergenceOf,
  staleReads: staleReadsOf,
  corrupt: corruptOf,
};

/** What named objects make of the questions. */
export const objects = account<ObjectsRecords>({
  vocabulary: 'objects',
  open: (history, workload) => openObjects(history, workload),
  answers: objectsAnswers,
});

/** An object is lost with its last acknowledged write, if no write explains a final read of it. */
function lostOf({ writes, judged, reads, missing }: ObjectsRecords): Count {
  const acknowledged = writes.filter(({ outcome }) => outcome === 'ok');
  const byName = Map.groupBy(acknowledged, ({ name }) => name);
  const last = [...byName.values()].map((all) =>
    all.reduce((one, other) => (other.invokedAt > one.invokedAt ? other : one)),
  );
  const names = new Map(last.map(({ probe, name }) => [probe, name]));
  const outdated = judged.filter((one) => one.read.isFinal && byName.has(one.name)).filter(isLost);
  const places = reads.map((read) => {
    const lacking = new Set(
      outdated
        .filter(({ read: { seen } }) => !('read' in seen) && seen.evidence === read.evidence)
        .map(({ name }) => name),
    );
    return {
      name: placeOf(read),
      evidence: [read.evidence],
      lacks: (write: Probe) => lacking.has(names.get(write) ?? ''),
    };
  });
  const loss = lossAmong([...names.keys()], places);
  const gone = outdated.flatMap(({ name, held }) => {
    const all = byName.get(name) ?? [];
    return held === undefined
      ? last.filter((write) => write.name === name)
      : all.filter(({ invokedAt }) => invokedAt > latestEffect(held));
  });
  return {
    ...loss,
    gone: [...new Set(gone.map(({ probe }) => probe))],
    note: [loss.note, ...kindsOf(outdated)].join('; '),
    missing,
  };
}

function isLost({ held, staleFor, deletedBy }: Judged): boolean {
  return held === undefined || staleFor !== undefined || deletedBy !== undefined;
}

function kindsOf(lost: readonly Judged[]): readonly string[] {
  const objectsIn = (some: readonly Judged[]) => new Set(some.map(({ name }) => name)).size;
  const unexplained = lost.filter(({ held }) => held === undefined);
  const outdated = lost.filter(({ held }) => held !== undefined);
  const isAbsent = ({ read }: Judged) => read.checksum === undefined;
  const kinds = [
    ['absent', outdated.filter(isAbsent)],
    ['older, or there again', outdated.filter((one) => !isAbsent(one))],
    ['with contents that explain nothing', unexplained],
  ] as const;
  return kinds
    .filter(([, some]) => some.length > 0)
    .map(([words, some]) => `objects ${words}: ${objectsIn(some)}`);
}

function phantomsOf(records: ObjectsRecords): Count {
  const written = namesOf(records);
  const found = records.judged.filter(
    ({ name, phantom, corrupt }) => phantom !== undefined || (corrupt && !written.has(name)),
  );
  return contentsFound(found, ({ name, read }) => `${name} ${read.checksum}`, records);
}

function corruptOf(records: ObjectsRecords): Count {
  const written = namesOf(records);
  const found = records.judged.filter(({ name, corrupt }) => corrupt && written.has(name));
  return contentsFound(found, ({ name }) => name, records);
}

function namesOf({ writes }: ObjectsRecords): ReadonlySet<string> {
  return new Set(writes.map(({ name }) => name));
}

/** What reads must not have found; several reads of the same are one. */
function contentsFound(
  found: readonly Judged[],
  keyOf: (one: Judged) => string,
  records: ObjectsRecords,
): Count {
  const words = found.map(({ name, read, phantom }) => {
    const content = read.checksum === 'damaged' ? 'damaged' : `version ${read.checksum}`;
    return `object ${name}: ${content}${phantom === undefined ? '' : `, ${phantom.kind}`}`;
  });
  return {
    value: new Set(found.map(keyOf)).size,
    evidence: positionsOf(found, records),
    note: [...new Set(words)].slice(0, 5).join('; '),
    missing: records.missing,
  };
}

/** One read may be several of what is found. */
function positionsOf(found: readonly Judged[], { positions }: ObjectsRecords): readonly number[] {
  const all = found.flatMap(({ read: { seen } }) =>
    'read' in seen ? (positions.get(seen.read) ?? []) : seen.evidence,
  );
  return [...new Set(all)].sort((one, other) => one - other);
}

function divergenceOf({ reads, missing }: ObjectsRecords): Count {
  const differences = differing(reads, (element) => element.join(' version '));
  const names = new Set(differences.map((words) => words.split(' ')[0]));
  return {
    value: names.size,
    evidence: names.size > 0 ? reads.map(({ evidence }) => evidence) : [],
    note: names.size > 0 ? `objects ${[...names].slice(0, 5).join(', ')}` : '',
    missing,
  };
}

/** What a read that had completed had seen is as certain as what was acknowledged. */
function staleReadsOf(records: ObjectsRecords): Count {
  const during = records.judged.filter(({ read }) => !read.isFinal);
  const acknowledged = during.filter((one) => (one.staleFor ?? one.deletedBy) !== undefined);
  const inverted = during.filter((one) => one.invertedBy !== undefined);
  const stale = [...new Set([...acknowledged, ...inverted])];
  const worst = acknowledged
    .map(({ read, staleFor, deletedBy }) => {
      const since = Math.min(staleFor?.settledAt ?? Infinity, deletedBy?.settledAt ?? Infinity);
      return read.invokedAt - since;
    })
    .reduce((one, other) => Math.max(one, other), 0);
  const undone = during.filter(({ deletedBy }) => deletedBy !== undefined).length;
  return {
    value: stale.length,
    evidence: positionsOf(stale, records),
    note: [
      `of ${records.answered} reads`,
      ...(worst > 0 ? [`the worst lagged ${formatMs(worst)} behind`] : []),
      ...(undone > 0 ? [`of what had been deleted: ${undone}`] : []),
      ...(inverted.length > 0
        ? [`of what an earlier read had seen replaced: ${inverted.length}`]
        : []),
    ].join('; '),
    missing: records.answered === 0 ? 'no object was read while they were written' : undefined,
  };
}

import type { Probe } from '../probes.ts';
import { account, type Count } from './account.ts';
import { lossAmong, type Place } from './loss.ts';
import { check, leftIn, openQueue, type QueueRecords } from './queue-records.ts';

/**
 * What a queue makes of the questions: it is one place, whoever reads it, so that the reads of all
 * machines in one pass together are what was in it. The pass `restarted` drains it.
 */
export const queue = account<QueueRecords>({
  vocabulary: 'queue',
  open: openQueue,
  answers: {
    lost: lostOf,
    phantoms: phantomsOf,
    duplicates: duplicatesOf,
    outOfOrder: outOfOrderOf,
  },
});

/** A message that nobody can have consumed must be in the queue, in either pass. */
function lostOf(records: QueueRecords): Count {
  const { sends, deliveries, reads, whole, missing } = records;
  const taken = deliveries.filter(({ outcome }) => outcome !== 'fail').map(({ value }) => value);
  // Where a pass was not read as a whole, the message may be in the rest of it.
  const places = whole.map((pass) => {
    const there = new Set<unknown>([...taken, ...leftIn(records, [pass])]);
    return {
      pass,
      name: `the queue (${pass})`,
      evidence: reads.filter((read) => read.pass === pass).map(({ evidence }) => evidence),
      lacks: ({ value }: Probe) => !there.has(value),
    };
  });
  const confirmed = sends.filter(({ outcome }) => outcome === 'ok');
  const loss = lossAmong(confirmed, places);
  const live = places.find(({ pass }) => pass === 'live');
  const note = [loss.note, ...whence(loss, live), ...doubts(records)].join('; ');
  return { ...loss, note, missing };
}

function whence({ value, gone = [] }: Count, live: Place | undefined): readonly string[] {
  if (value === 0 || live === undefined) return [];
  const before = gone.filter((message) => live.lacks(message)).length;
  return [`by the incident: ${before}, only by the clean restart: ${value - before}`];
}

/** What may hide a loss, or feign one. */
function doubts({ result, receives }: QueueRecords): readonly string[] {
  const { count } = result.unsettled;
  const silent = receives.filter(({ operation: { answer } }) => answer === undefined).length;
  return [
    ...(count > 0 ? [`perhaps consumed, and gone: ${count}`] : []),
    ...(silent > 0 ? [`receives without an answer: ${silent}`] : []),
  ];
}

function phantomsOf(records: QueueRecords): Count {
  const { reads, deliveredAt, missing, result } = records;
  const { count, examples } = check(records, leftIn(records, ['live', 'restarted'])).unexpected;
  const found = new Set(examples.map(({ value }) => value));
  return {
    value: count,
    evidence: [
      ...[...found].flatMap((value) => deliveredAt.get(value) ?? []),
      ...reads
        .filter(({ elements }) => elements.some((element) => found.has(element)))
        .map(({ evidence }) => evidence),
    ],
    note:
      count > 0
        ? examples
            .slice(0, 5)
            .map(({ value, kind }) => `${value} ${kind}`)
            .join('; ')
        : `${result.recovered.count} of ${result.indeterminate} messages of unknown fate came out`,
    missing,
  };
}

function duplicatesOf({ result, reads, deliveredAt, missing }: QueueRecords): Count {
  const { count, examples } = result.duplicated;
  const drained = new Set(examples.filter((one) => one.drained > 0).map(({ value }) => value));
  const redelivered = `redelivered, which is fine: ${result.redelivered.count}`;
  return {
    value: count,
    evidence: [
      ...examples.flatMap(({ value }) => deliveredAt.get(value) ?? []),
      ...reads
        .filter(({ pass }) => pass === 'restarted')
        .filter(({ elements }) => elements.some((element) => drained.has(element)))
        .map(({ evidence }) => evidence),
    ],
    note: [
      ...examples.slice(0, 3).map(({ value, consumed }) => `${value} consumed ${consumed} times`),
      redelivered,
    ].join('; '),
    missing,
  };
}

/** It rests on deliveries alone. */
function outOfOrderOf({ result, deliveries, deliveredAt }: QueueRecords): Count {
  const { count, examples } = result.orderViolations;
  return {
    value: count,
    evidence: examples.flatMap(({ earlier, later }) =>
      [later, earlier].flatMap(({ value }) => deliveredAt.get(value)?.slice(0, 1) ?? []),
    ),
    note: [
      `of ${deliveries.length} deliveries`,
      ...examples
        .slice(0, 3)
        .map(({ earlier, later }) => `${earlier.value} came after ${later.value}`),
    ].join('; '),
    missing: deliveries.length === 0 ? 'nothing was delivered while it was sent' : undefined,
  };
}

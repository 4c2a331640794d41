import type { Add, Read, SetHistory } from './types.ts';

/** The definitions of `SetResult`, word by word, with sets and without regard to speed. */
export function naiveCounts({ adds, reads, finalReads }: SetHistory) {
  const of = (...outcomes: readonly Add['outcome'][]) =>
    new Set(adds.filter(({ outcome }) => outcomes.includes(outcome)).map(({ value }) => value));
  const acknowledged = of('ok');
  const possible = of('ok', 'info', 'open');
  const open = new Set([...possible].filter((value) => !acknowledged.has(value)));
  const finals = finalReads.map(({ elements }) => new Set(Array.from(elements)));
  const inAll = (value: number) => finals.every((held) => held.has(value));
  const inAny = (value: number) => finals.some((held) => held.has(value));
  const lost = finals.length === 0 ? [] : [...acknowledged].filter((value) => !inAll(value));
  const ordered = reads.toSorted(
    (one, other) =>
      one.invokedAt - other.invokedAt || one.settledAt - other.settledAt || one.id - other.id,
  );
  const holds = ({ elements }: Read, value: number) => Array.from(elements).includes(value);
  const seenBefore = (time: number, value: number) =>
    reads.some((read) => read.settledAt < time && holds(read, value));
  const acknowledgedBefore = (time: number, value: number) =>
    adds.some((add) => add.outcome === 'ok' && add.value === value && add.settledAt < time);
  const final = ordered.at(-1);
  const lastWord = (value: number) =>
    finals.length > 0 ? inAll(value) : final !== undefined && holds(final, value);
  const end = finals.length > 0 ? Number.POSITIVE_INFINITY : (final?.invokedAt ?? 0);
  const known = (value: number, time: number) =>
    acknowledgedBefore(time, value) || seenBefore(time, value);
  const stable = [...possible].filter(lastWord);
  const setLost = [...possible].filter((value) => !lastWord(value) && known(value, end));
  const flickers = stable.map((value) => {
    const gone = ordered.map((read) => seenBefore(read.invokedAt, value) && !holds(read, value));
    return gone.filter((absent, at) => absent && gone[at - 1] !== true).length;
  });
  const missing = ordered.map((read) =>
    [...acknowledged].filter(
      (value) => acknowledgedBefore(read.invokedAt, value) && !holds(read, value),
    ),
  );
  const allReads = [...reads, ...finalReads].map(({ elements }) => Array.from(elements));
  const sighted = new Set(allReads.flat());
  const attempts = (value: number) =>
    adds.filter((add) => add.value === value && add.outcome !== 'fail').length;
  const early = (value: number) =>
    reads.some(
      (read) =>
        holds(read, value) &&
        adds.every(
          (add) => add.value !== value || add.outcome === 'fail' || read.settledAt < add.invokedAt,
        ),
    );
  const restarted = finals.filter((_, at) => finalReads[at]?.pass === 'restarted');
  const live = finals.filter((_, at) => finalReads[at]?.pass === 'live');
  const lacks = (held: ReadonlySet<number>, value: number) => !held.has(value);
  return {
    attempted: new Set(adds.map(({ value }) => value)).size,
    acknowledged: acknowledged.size,
    indeterminate: open.size,
    outcomes: {
      stable: stable.length,
      lost: setLost.length,
      neverRead: possible.size - stable.length - setLost.length,
      stale: stable.filter((value) =>
        reads.some((read) => known(value, read.invokedAt) && !holds(read, value)),
      ).length,
    },
    lost: lost.length,
    lostEverywhere: lost.filter((value) => !inAny(value)).length,
    perRead: finals
      .map((held) => [...acknowledged].filter((value) => !held.has(value)).length)
      .filter((count) => count > 0),
    vanished: [...open].filter(
      (value) =>
        (seenBefore(Number.POSITIVE_INFINITY, value) &&
          finals.some((held) => lacks(held, value))) ||
        (live.some((held) => held.has(value)) && restarted.some((held) => lacks(held, value))),
    ).length,
    phantoms: [...sighted].filter((value) => !possible.has(value) || early(value)).length,
    recovered: [...open].filter(inAny).length,
    duplicates: [...sighted].filter((value) =>
      allReads.some(
        (held) => held.filter((one) => one === value).length > Math.max(1, attempts(value)),
      ),
    ).length,
    flicker: flickers.reduce((sum, count) => sum + count, 0),
    flickering: flickers.filter((count) => count > 0).length,
    stale: missing.filter((values) => values.length > 0).length,
    lagging: missing.filter((values) => values.some((value) => !lost.includes(value))).length,
    missing: missing
      .map((values) => values.length)
      .filter((count) => count > 0)
      .sort(),
    divergence: [...sighted].filter((value) =>
      [live, restarted].some(
        (pass) => pass.some((held) => held.has(value)) && pass.some((held) => lacks(held, value)),
      ),
    ).length,
  };
}

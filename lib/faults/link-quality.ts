import { allEnded } from '../core/all-ended.ts';
import type { Clock } from '../core/clock.ts';
import type { Proof } from '../core/history.ts';
import type { LinkQuality, Receipt, Vantage } from '../core/network.ts';
import { tokenOf } from './hearing.ts';

/** What a direction did to datagrams that were sent over it. Fractions are 0 to 1. */
export interface MeasuredLink {
  readonly sent: number;
  readonly received: number;
  readonly delayMs: number;
  /** Standard deviation of the delay. */
  readonly deviationMs: number;
  readonly loss: number;
  readonly duplicate: number;
  readonly corrupt: number;
  /** Part of the datagrams that took less than half of the configured delay. */
  readonly early: number;
  /** By how much the longest time without a datagram is longer than chance explains, ms; 0 if it is not. */
  readonly stalledMs: number;
}

const GAP_MS = 0.5;
const BYTES = 200;
const AFTER_MS = 300;

/** Datagrams enough to see the rarest of the configured events about sixty times. */
function countFor({ loss, duplicate, reorder, corrupt }: LinkQuality): number {
  const rarest = Math.min(...[loss, duplicate, reorder, corrupt].filter((part) => part > 0), 1);
  return Math.min(12_000, Math.max(1_000, Math.round(60 / rarest)));
}

/** A measurement that stood still is made again, so often at most: the one that did so least counts. */
const LOOKS = 5;

/** The least disturbed of some measurements: a busy machine that holds one up says nothing of the link. */
async function leastStalled<T extends { readonly stalledMs: number }>(
  measure: () => Promise<T>,
): Promise<T> {
  let best = await measure();
  for (let look = 1; look < LOOKS && best.stalledMs > 0; look += 1) {
    const next = await measure();
    if (next.stalledMs < best.stalledMs) best = next;
  }
  return best;
}

/** Longer than the mean time between two arrivals by this factor is more than chance (e^-10 a time). */
const CHANCE = 10;
/** What changes no mean by more than is allowed for. */
const NO_STALL_MS = 10;

/** Nothing came for so long, beyond what chance explains: somebody on the way did not get to run. */
export function stalledMs(arrivals: readonly number[]): number {
  const ordered = arrivals.toSorted((one, other) => one - other);
  const gaps = ordered.slice(1).map((at, index) => at - (ordered[index] ?? at));
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  return Math.max(0, ...gaps.map((gap) => gap - NO_STALL_MS - CHANCE * mean));
}

/** Sends datagrams over a direction and says what became of them, when nothing held them up if that can be had. */
export const measureLink = (
  from: Vantage,
  to: Vantage,
  quality: LinkQuality,
  clock: Clock,
): Promise<MeasuredLink> => leastStalled(() => measureOnce(from, to, quality, clock));

const bothReady = (from: Vantage, to: Vantage) => allEnded([from.ready?.(), to.ready?.()]);

async function measureOnce(
  from: Vantage,
  to: Vantage,
  quality: LinkQuality,
  clock: Clock,
): Promise<MeasuredLink> {
  await bothReady(from, to);
  const token = tokenOf(clock);
  // Slower than a tenth of a limited link: the probe must not be its own congestion.
  const kbit = quality.kbitPerSecond;
  const gapMs = kbit === undefined ? GAP_MS : Math.max(GAP_MS, (BYTES * 8 * 10) / kbit);
  const count = kbit === undefined ? countFor(quality) : Math.min(countFor(quality), 2_000 / gapMs);
  const sent = Math.max(20, Math.floor(count));
  await from.send(to, { token, count: sent, gapMs, bytes: BYTES });
  await clock.sleep(quality.delayMs + quality.jitterMs + AFTER_MS);
  return summarize(await to.heard(token), sent, quality);
}

/** What the receipts of a measurement amount to. Times are those of the first copies. */
export function summarize(
  receipts: readonly Receipt[],
  sent: number,
  { delayMs }: Pick<LinkQuality, 'delayMs'>,
): MeasuredLink {
  const first = new Map<number, Receipt>();
  for (const receipt of receipts) {
    if (!first.has(receipt.sequence)) first.set(receipt.sequence, receipt);
  }
  const received = first.size;
  const delays = [...first.values()].map(({ sentAt, receivedAt }) => receivedAt - sentAt);
  const mean = delays.reduce((sum, delay) => sum + delay, 0) / received;
  const variance = delays.reduce((sum, delay) => sum + (delay - mean) ** 2, 0) / received;
  const part = (count: number) => count / received;
  return {
    sent,
    received,
    delayMs: mean,
    deviationMs: Math.sqrt(variance),
    loss: 1 - received / sent,
    duplicate: part(receipts.length - received),
    corrupt: part([...first.values()].filter(({ intact }) => !intact).length),
    early: part(delays.filter((delay) => delay < delayMs / 2).length),
    stalledMs: stalledMs([...first.values()].map(({ receivedAt }) => receivedAt)),
  };
}

const BURST_MS = 800;
const BURST_BYTES = 1_200;
const FRAME_BYTES = BURST_BYTES + 42;

/** What a direction carries at most, in kbit/s: a burst of twice the rate, from its first to its last. */
export async function measureRate(
  from: Vantage,
  to: Vantage,
  kbitPerSecond: number,
  clock: Clock,
): Promise<number> {
  const { rate } = await leastStalled(() => measureBurst(from, to, kbitPerSecond, clock));
  return rate;
}

async function measureBurst(
  from: Vantage,
  to: Vantage,
  kbitPerSecond: number,
  clock: Clock,
): Promise<{ readonly rate: number; readonly stalledMs: number }> {
  await bothReady(from, to);
  const token = tokenOf(clock);
  const datagramsPerMs = kbitPerSecond / (FRAME_BYTES * 8);
  const count = Math.max(20, Math.ceil(datagramsPerMs * BURST_MS));
  const gapMs = 1 / datagramsPerMs / 2;
  await from.send(to, { token, count, gapMs, bytes: BURST_BYTES });
  await clock.sleep(BURST_MS + AFTER_MS);
  const times = (await to.heard(token)).map(({ receivedAt }) => receivedAt);
  const spanMs = Math.max(...times) - Math.min(...times);
  const rate = ((times.length - 1) * FRAME_BYTES * 8) / spanMs;
  return { rate, stalledMs: stalledMs(times) };
}

/** How far a measured value may be from what was configured. */
const WITHIN = 0.1;
/** Deviations of chance that are allowed for on top: one false alarm in some ten thousand. */
const SIGMAS = 4;

export interface Told {
  readonly what: string;
  readonly unit: 'ms' | '%' | 'kbit/s';
  readonly expected: number;
  /** What would be measured if this part of the harm did nothing. */
  readonly without: number;
  readonly measured: number;
  /** Allowed for chance, in the same unit, beside the 10 %. */
  readonly chance: number;
}

/**
 * That a part of the quality is as configured: within 10 % and chance, and farther from what would
 * be measured without it than chance explains. A setting too small for that is not proven.
 */
export function proofOfPart(told: Told, direction: string): Proof {
  const { what, unit, expected, without, measured, chance } = told;
  const tolerance = Math.max(WITHIN * Math.min(Math.abs(expected - without), expected), chance);
  const tells = Math.abs(expected - without) > tolerance + chance;
  const write = (value: number) => `${Number(value.toPrecision(4))} ${unit}`;
  const doubt = tells ? '' : `; can't be told from ${write(without)}, which is none`;
  return {
    claim: `${direction}: ${what} of ${write(expected)}, within ${write(tolerance)}`,
    vantage: 'the receiving end',
    observed: `${write(measured)}${doubt}`,
    holds: tells && Math.abs(measured - expected) <= tolerance,
  };
}

/** One proof for each part of the quality that was asked for. */
export function proofsOfQuality(
  quality: LinkQuality,
  before: MeasuredLink,
  now: MeasuredLink,
  direction: string,
): readonly Proof[] {
  return partsOf(quality, before, now).map((told) => proofOfPart(told, direction));
}

function partsOf(quality: LinkQuality, before: MeasuredLink, now: MeasuredLink): readonly Told[] {
  const { delayMs, jitterMs, loss, duplicate, reorder, corrupt } = quality;
  const delayed = 1 - reorder;
  // A mixture: delayed evenly around the delay, or not at all.
  const variance = delayed * (jitterMs ** 2 / 3) + reorder * delayed * delayMs ** 2;
  const spread = Math.sqrt(before.deviationMs ** 2 + variance);
  const parts: (Told | undefined)[] = [
    delayMs === 0
      ? undefined
      : {
          what: 'mean delay',
          unit: 'ms',
          expected: before.delayMs + delayMs * delayed,
          without: before.delayMs,
          measured: now.delayMs,
          chance: (SIGMAS * spread) / Math.sqrt(now.received) + SCHEDULING_MS,
        },
    jitterMs === 0 ? undefined : jitterOf(quality, before, now),
    fraction(
      'loss',
      loss,
      before.loss,
      now.loss,
      now.sent,
      loss * duplicate + corrupt * HEADER_PART,
    ),
    fraction('duplicates', duplicate, before.duplicate, now.duplicate, now.received),
    fraction('overtaking', reorder, 0, now.early, now.received),
    fraction(
      'changed datagrams',
      corrupt * (1 - HEADER_PART),
      before.corrupt,
      now.corrupt,
      now.received,
      corrupt * HEADER_PART,
    ),
  ];
  return parts.filter((part) => part !== undefined);
}

/** What a busy machine of two processors adds to a time at most, on average. */
const SCHEDULING_MS = 0.5;
/** Part of a probe's bits in its headers, where a changed bit makes it lost: 28 of 228 bytes, and less. */
const HEADER_PART = 0.1;

/** Half the width of the even distribution that has the measured deviation. */
function jitterOf(
  { jitterMs, delayMs, reorder }: LinkQuality,
  before: MeasuredLink,
  now: MeasuredLink,
): Told {
  const overtaken = reorder * (1 - reorder) * delayMs ** 2;
  const widthOf = (deviationMs: number) =>
    Math.sqrt(
      Math.max(0, (3 * (deviationMs ** 2 - overtaken - before.deviationMs ** 2)) / (1 - reorder)),
    );
  return {
    what: 'jitter',
    unit: 'ms',
    expected: jitterMs,
    without: 0,
    measured: widthOf(now.deviationMs),
    // The deviation of an even distribution is itself known to about 0.45 / sqrt(n) of it.
    chance:
      (SIGMAS * 0.45 * (jitterMs + Math.sqrt(overtaken))) / Math.sqrt(now.received) + SCHEDULING_MS,
  };
}

function fraction(
  what: string,
  part: number,
  before: number,
  measured: number,
  count: number,
  more = 0,
): Told | undefined {
  if (part === 0) return undefined;
  const expected = before + part * (1 - before);
  const chance = SIGMAS * Math.sqrt((expected * (1 - expected)) / count) + more;
  return {
    what,
    unit: '%',
    expected: expected * 100,
    without: before * 100,
    measured: measured * 100,
    // None of so many would be seen by chance alone where nothing is done: a count tells even then.
    chance: Math.min(chance, expected / 2.1) * 100,
  };
}

import { expect, test } from 'vitest';
import type { LinkQuality, Receipt, Vantage } from '../core/network.ts';
import { virtualClock } from '../memory/virtual-clock.ts';
import { measureLink, stalledMs } from './link-quality.ts';

const quality: LinkQuality = {
  delayMs: 30,
  jitterMs: 0,
  loss: 0,
  duplicate: 0,
  reorder: 0,
  corrupt: 0,
  kbitPerSecond: undefined,
};

/** A machine that hears what is sent to it after 30 ms, but nothing in a time of the first look. */
function listener(stallsMs: readonly number[]): { readonly vantage: Vantage; looks(): number } {
  let looks = 0;
  const receiptOf = (sequence: number, stallMs: number): Receipt => {
    const sentAt = sequence / 2;
    const freeAt = 200 + stallMs;
    const arrives = sentAt + quality.delayMs;
    return {
      from: '198.18.0.2',
      sequence,
      sentAt,
      receivedAt: arrives > 200 ? Math.max(arrives, freeAt) : arrives,
      intact: true,
    };
  };
  const vantage: Vantage = {
    name: 'listener',
    address: '198.18.0.3',
    send: async () => undefined,
    heard: async () => {
      const stallMs = stallsMs[looks] ?? 0;
      looks += 1;
      return Array.from({ length: 1_000 }, (_, sequence) => receiptOf(sequence, stallMs));
    },
  };
  return { vantage, looks: () => looks };
}

async function measured(stallsMs: readonly number[]) {
  const clock = virtualClock();
  const { vantage, looks } = listener(stallsMs);
  const link = await clock.run(() => measureLink(vantage, vantage, quality, clock));
  return { link, looks: looks() };
}

test('a measurement that stood still is made again', async () => {
  const { link, looks } = await measured([110, 0]);
  expect(looks).toBe(2);
  expect(link.delayMs).toBeCloseTo(30, 1);
});

test('where all of them do, the least disturbed tells, with what it saw', async () => {
  const { link, looks } = await measured([110, 150, 90, 200, 120]);
  expect(looks).toBe(5);
  expect(link.stalledMs).toBeGreaterThan(50);
  expect(link.delayMs).toBeGreaterThan(33);
});

test('what chance thins out is no stall', () => {
  // One in ten arrives, and twice nothing for four times the mean.
  const sparse = [0, 5, 10, 30, 35, 40, 60, 65];
  expect(stalledMs(sparse)).toBe(0);
  expect(stalledMs([])).toBe(0);
  expect(stalledMs([7])).toBe(0);
});

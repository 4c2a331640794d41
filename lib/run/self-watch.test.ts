import { expect, test } from 'vitest';
import type { Clock } from '../core/clock.ts';
import type { HistoryEvent } from '../core/history.ts';
import type { Platform } from '../core/platform.ts';
import { startTimeline } from '../core/timeline.ts';
import { startSelfWatch } from './self-watch.ts';

const SECOND = 1_000;

/** What the harness says of itself where each sleep of a second takes as long as is told here. */
async function watched(sleepsMs: readonly number[]) {
  let now = 0;
  const left = [...sleepsMs];
  const clock: Clock = {
    now: () => now,
    wallTime: () => now,
    alarm: () => () => undefined,
    sleep: async (_, signal) => {
      const took = left.shift();
      if (took !== undefined) now += took;
      else await new Promise((_resolve, reject) => signal?.addEventListener('abort', reject));
    },
  };
  const events: HistoryEvent[] = [];
  const platform: Platform = {
    clock,
    versions: {},
    vitals: () => ({
      loopDelayMaxMs: 6,
      cpuStealPercent: 0,
      cpuPressurePercent: 0,
      computedMs: 10,
      waitedMs: 0,
    }),
    ailment: async () => undefined,
    provision: () => Promise.reject(new Error('nothing is provisioned here')),
  };
  const watch = startSelfWatch({
    platform,
    timeline: startTimeline(clock),
    recorder: { record: (event) => events.push(event) },
    operators: [],
  });
  await new Promise((resolve) => setImmediate(resolve));
  await watch[Symbol.asyncDispose]();
  const looks = events.filter((event) => event.type === 'harness');
  return looks.slice(0, sleepsMs.length).map(({ loopDelayMaxMs }) => loopDelayMaxMs);
}

test('a delay that ends with the look itself is seen, though no histogram has it', async () => {
  expect(await watched([SECOND + 1, SECOND + 923, SECOND + 2])).toEqual([6, 923, 6]);
});

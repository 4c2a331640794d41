import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Prediction } from './galera.ts';
import {
  predictRabbitmqKill,
  predictRabbitmqPause,
  predictRabbitmqQuorumSilence,
  predictRabbitmqReturn,
  predictRabbitmqSilence,
} from './rabbitmq.ts';

function predict(
  files: Readonly<Record<string, string>>,
  predicting: (folder: string) => Prediction = predictRabbitmqSilence,
): Prediction {
  const folder = mkdtempSync(join(tmpdir(), 'blackstart-test-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  try {
    return predicting(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('without a setting, silence is noticed after 45 s to 75 s', () => {
  expect(predict({ 'rabbitmq.conf': '# net_ticktime = 10\n' })).toMatchObject({
    minMs: 45_000,
    maxMs: 81_000,
  });
});

test('net_ticktime moves its part; the last file wins', () => {
  const files = { 'rabbitmq.conf': 'net_ticktime = 20\n', 'zz.conf': 'net_ticktime = 10\n' };
  expect(predict(files)).toMatchObject({ minMs: 7_500, maxMs: 18_500 });
});

test('a value that is no number of seconds is named', () => {
  expect(() => predict({ 'rabbitmq.conf': 'net_ticktime = 10s\n' })).toThrow(
    "net_ticktime: expected seconds, found '10s'",
  );
});

test('a process that dies is noticed at once', () => {
  expect(predictRabbitmqKill()).toMatchObject({ minMs: 0, maxMs: 6_000 });
});

test('a node that finds itself without a majority stops after net_ticktime, and takes its time', () => {
  expect(predict({ 'rabbitmq.conf': 'net_ticktime = 10\n' }, predictRabbitmqPause)).toMatchObject({
    minMs: 7_500,
    maxMs: 23_500,
  });
});

test('who needs a node that paused waits for the end of the cut, and of the pause where that is later', () => {
  const after = (cutMs: number) =>
    predict({ 'rabbitmq.conf': 'net_ticktime = 10\n' }, (config) =>
      predictRabbitmqReturn({ cutMs, config }),
    ).maxMs;
  expect(after(60_000)).toBe(13_000);
  expect(after(20_000)).toBe(16_500);
});

test('a quorum queue has a detector of its own, which net_ticktime has no part in', () => {
  const asDeployed = { minMs: 5_000, maxMs: 16_150 };
  expect(predict({ 'rabbitmq.conf': '' }, predictRabbitmqQuorumSilence)).toMatchObject(asDeployed);
  expect(
    predict({ 'rabbitmq.conf': 'net_ticktime = 10\n' }, predictRabbitmqQuorumSilence),
  ).toMatchObject(asDeployed);
});

test('its poll interval moves its part twice; a short net_ticktime is faster than both', () => {
  const polled = { 'rabbitmq.conf': 'raft.adaptive_failure_detector.poll_interval = 2000\n' };
  expect(predict(polled, predictRabbitmqQuorumSilence)).toMatchObject({
    minMs: 2_000,
    maxMs: 10_150,
  });
  const ticked = { 'rabbitmq.conf': 'net_ticktime = 4\n' };
  expect(predict(ticked, predictRabbitmqQuorumSilence)).toMatchObject({
    minMs: 3_100,
    maxMs: 10_600,
  });
});

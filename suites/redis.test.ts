import { expect, test } from 'vitest';
import {
  consoleReport,
  predictRedisLoss,
  type Report,
  runScenario,
  type Scenario,
} from '../lib/index.ts';
import {
  redisBlackStart,
  redisIsolated,
  redisMinReplicas,
  redisNone,
  redisPower,
  redisProcess,
  redisTwoSentinels,
} from './redis.ts';
import { expectFailure, expectPass } from './support/claims.ts';

/** What a measure found first; undefined where it found nothing for certain. */
function firstValue({ measurements }: Report, name: string): number | undefined {
  const found = measurements.find(({ measure }) => measure.name === name)?.findings[0];
  return found?.status === 'known' ? found.value : undefined;
}

/** Whom sentinels have named as primary in the course of a run. */
const named = ({ history }: Report): ReadonlySet<unknown> =>
  new Set(history.events.of('observation').map(({ state }) => state['sentinel']));

/** How often sentinels asked for votes at one time, so that nobody was elected. */
const lostElections = ({ history }: Report): number =>
  history.events.of('log').filter(({ line }) => line.includes('-failover-abort-not-elected'))
    .length;

/**
 * The primary is replaced in the predicted time, and nothing is lost. Where nobody won an election, it
 * may last as long as that costs, and nothing else may be wrong.
 */
async function expectReplaced(scenario: Scenario): Promise<Report> {
  const { report } = await runScenario(scenario, { progress: console.error });
  const words = consoleReport(report, { colour: 'no' });
  if (lostElections(report) === 0) {
    expect(report.verdict.kind, words).toBe('pass');
    return report;
  }
  const { maxMs, lostElectionMs } = predictRedisLoss();
  const { kind, doubts, judgements } = report.verdict;
  expect(['pass', 'fail'], words).toContain(kind);
  expect(doubts, words).toEqual([]);
  for (const { measure, finding, verdict } of judgements) {
    if (verdict === 'pass') continue;
    expect([verdict, measure.name], words).toEqual(['fail', 'rto.all']);
    expect(finding.status === 'known' ? finding.value : Number.POSITIVE_INFINITY).toBeLessThan(
      maxMs + lostElectionMs,
    );
  }
  return report;
}

test('a primary that is killed, stopped or hangs is replaced in time, and no element is lost', async () => {
  const report = await expectReplaced(redisProcess);
  // A frozen primary wakes up as one, and is told otherwise only 8 s later.
  expect(firstValue(report, 'two-primaries')).toBeGreaterThan(1_000);
});

test('machines that flush first lose nothing with their power, not even all of them', () =>
  expectReplaced(redisPower));

test('machines that flush once a second lose acknowledged elements when all lose power', () =>
  expectFailure(redisBlackStart, 'lost-writes'));

test('a primary that is cut off with its clients loses all that it acknowledges', async () => {
  const report = await expectFailure(redisIsolated, 'rpo', 'linearizability', 'two-primaries');
  expect(firstValue(report, 'rpo')).toBeGreaterThan(13_000);
  expect(firstValue(report, 'linearizability')).toBeGreaterThan(0);
  expect(firstValue(report, 'two-primaries')).toBeGreaterThan(0);
});

test('one that must have a replica loses what it acknowledges within the predicted window', async () => {
  const report = await expectPass(redisMinReplicas);
  expect(firstValue(report, 'lost-writes')).toBeGreaterThan(0);
});

test('of two sentinels, the one that is left replaces nobody', async () => {
  const report = await expectFailure(redisTwoSentinels, 'rto.any');
  expect(firstValue(report, 'rto.any')).toBeGreaterThan(14_000);
  expect(named(report)).toEqual(new Set([undefined, 'no answer', 'redis-1']));
});

test('where nothing is broken, nothing is away and nothing is lost', () => expectPass(redisNone));

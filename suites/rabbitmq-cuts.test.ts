import { expect, type TestContext, test } from 'vitest';
import { consoleReport, type Report, runScenario, type Scenario } from '../lib/index.ts';
import {
  CUT_MS,
  PAUSED_MS,
  rabbitmqAutoheal,
  rabbitmqFrozen,
  rabbitmqIgnore,
  rabbitmqMirroredCuts,
  rabbitmqQuorumCuts,
} from './rabbitmq-cuts.ts';
import { expectFailed, expectFailure } from './support/claims.ts';

/** How long after a blow, counted from 1, all clients were served again. */
function allServed({ measurements }: Report, blow: number): number | undefined {
  const found = measurements
    .find(({ measure }) => measure.name === 'rto.all')
    ?.findings.find(({ subject }) => subject.blow === blow - 1);
  return found?.status === 'known' ? found.value : undefined;
}

/** How much was sent in the last seconds of the bridge, and answered well while it stood. */
function servedByBridge({ history }: Report): number {
  const isBridge = ({ index }: { readonly index: number }) => index === 3;
  const from = history.events.of('injected').find(isBridge)?.t ?? Number.NaN;
  const until = history.events.of('healed').find(isBridge)?.t ?? Number.NaN;
  return [...history.events.operations('queue')].filter(
    ({ outcome, invokedAt, settledAt }) =>
      outcome === 'ok' && invokedAt > from + PAUSED_MS && settledAt < until,
  ).length;
}

/**
 * Defects of RabbitMQ 3.10.8 on Erlang 25 after which a node that paused stays away until somebody
 * restarts it, by what it logs then; met by chance (docs/systems/rabbitmq.md).
 */
const defects = {
  'failed_to_start_child,rabbit_mgmt_external_stats': 'its management agent could not start',
  'Global hang workaround: global state on': 'its start hangs in Erlang’s global',
};

const defectIn = ({ history }: Report): string | undefined =>
  Object.entries(defects).find(([sign]) =>
    history.events.of('log').some(({ line }) => line.includes(sign)),
  )?.[1];

/** A blow waits for a node that stays away, in vain. */
const ITS_ABSENCE = /^blow \d+ did not fall, as not all was well again/;

/**
 * Every claim holds. Where a cut has left a node away by a defect, what that hides is not claimed, blows
 * after it did not fall, and the test is skipped with the reason. Nothing that is known may be wrong,
 * but that the node is missing, nothing else be in doubt, and an error remains one.
 */
async function expectCutsCost(scenario: Scenario, { skip }: TestContext): Promise<Report> {
  const { report } = await runScenario(scenario, { progress: console.error });
  const words = consoleReport(report, { colour: 'no' });
  const { kind, doubts, judgements } = report.verdict;
  const defect = defectIn(report);
  if (kind === 'pass' || defect === undefined) {
    expect(kind, words).toBe('pass');
    return report;
  }
  expect(['fail', 'unknown'], words).toContain(kind);
  expect(
    doubts.filter((doubt) => !ITS_ABSENCE.test(doubt)),
    words,
  ).toEqual([]);
  const failed = judgements.filter(({ verdict }) => verdict === 'fail');
  const elsewhere = failed.filter(({ measure }) => measure.name !== 'rto.redundancy');
  expect(elsewhere, words).toEqual([]);
  return skip(`a node of RabbitMQ 3.10 stayed away (${defect}): docs/systems/rabbitmq.md`);
}

test('however nodes are cut from each other, a mirrored queue loses no message', async (context) => {
  const report = await expectCutsCost(rabbitmqMirroredCuts, context);
  // The leader has paused, and its clients hear nobody else.
  expect(allServed(report, 3)).toBeGreaterThan(CUT_MS);
  expect(servedByBridge(report)).toBeGreaterThan(0);
});

test('a quorum queue neither, but a bridge, in which each node hears a majority, takes it away', async (context) => {
  const report = await expectCutsCost(rabbitmqQuorumCuts, context);
  expect(allServed(report, 3)).toBeGreaterThan(CUT_MS);
  expect(servedByBridge(report)).toBe(0);
});

test('with ignore both sides of a partition go on, and one side’s messages are lost', () =>
  expectFailure(rabbitmqIgnore, 'two-primaries', 'lost-writes'));

test('with autoheal both sides of a partition go on, and one side’s messages are thrown away', () =>
  expectFailure(rabbitmqAutoheal, 'two-primaries', 'lost-writes'));

/** By which RabbitMQ says that it pauses: it has found that its peers had parted from it. */
const PAUSES = 'We will therefore pause until the *entire* cluster recovers';

/**
 * A node that goes on finds its peers gone, asks who is there, and pauses or not by which of them answers first
 * (docs/systems/rabbitmq.md). Where it did pause, what must be red is not shown; the test is skipped with that
 * reason. Nothing that is known may be wrong then.
 */
test('with pause_minority a node that was frozen goes on beside the others, and messages are lost', async ({
  skip,
}) => {
  const { report } = await runScenario(rabbitmqFrozen, { progress: console.error });
  const { kind, doubts } = report.verdict;
  const paused = report.history.events.of('log').some(({ line }) => line.includes(PAUSES));
  if (kind === 'fail' || !paused) return expectFailed(report, 'two-primaries', 'lost-writes');
  const words = consoleReport(report, { colour: 'no' });
  expect(['pass', 'unknown'], words).toContain(kind);
  expect(doubts, words).toEqual([]);
  return skip('the frozen node paused, for once: docs/systems/rabbitmq.md');
});

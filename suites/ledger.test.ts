import { expect, test } from 'vitest';
import { consoleReport, type RunResult, runScenario, type Scenario } from '../lib/index.ts';
import {
  ledgerEverything,
  ledgerFlushedPowerCut,
  ledgerKill,
  ledgerMedley,
  ledgerPowerCut,
} from './ledger.ts';

const run = (scenario: Scenario) => runScenario(scenario, { progress: console.error });

function lostIn({ report }: RunResult): number | undefined {
  const finding = report.measurements.find(({ measure }) => measure.name === 'lost-writes')
    ?.findings[0];
  return finding?.status === 'known' ? finding.value : undefined;
}

test('a SIGKILL loses nothing that was only written', async () => {
  const result = await run(ledgerKill);
  expect(result.report.verdict.kind, consoleReport(result.report, { colour: 'no' })).toBe('pass');
});

test('a power cut loses what was acknowledged and only written', async () => {
  const result = await run(ledgerPowerCut);
  expect(result.report.verdict.kind, consoleReport(result.report, { colour: 'no' })).toBe('fail');
  expect(result.report.verdict.doubts).toEqual([]);
  expect(lostIn(result)).toBeGreaterThan(0);
});

test('a power cut loses nothing that was flushed first', async () => {
  const result = await run(ledgerFlushedPowerCut);
  expect(result.report.verdict.kind, consoleReport(result.report, { colour: 'no' })).toBe('pass');
});

test('every kind of fault is done, proven, healed, and proven to be over', async () => {
  const { report } = await run(ledgerEverything);
  expect(report.verdict.kind, consoleReport(report, { colour: 'no' })).toBe('pass');
  const blows = report.history.events.of('healed');
  expect(blows).toHaveLength(ledgerEverything.schedule.length);
});

test('several machines are met at one moment, or one after another', async () => {
  const { report } = await run(ledgerMedley);
  expect(report.verdict.kind, consoleReport(report, { colour: 'no' })).toBe('pass');
  const injected = report.history.events.of('injected');
  expect(injected.map(({ index, step }) => [index, step])).toEqual([
    [0, undefined],
    [1, 0],
    [1, 1],
    [1, 2],
    [2, undefined],
  ]);
  // By agreement each waits for the same moment; ordered one after another they would be further apart.
  expect(injected[0]?.uncertaintyMs).toBeLessThan(30);
});

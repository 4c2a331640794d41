import { expect, test } from 'vitest';
import { consoleReport, type RunResult, runScenario, type Scenario } from '../lib/index.ts';
import { ledgerFlushedPowerCut, ledgerKill, ledgerPowerCut } from './ledger.ts';

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

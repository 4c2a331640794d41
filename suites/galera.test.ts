import { expect, test } from 'vitest';
import { consoleReport, runScenario } from '../lib/index.ts';
import { galeraKill, galeraNone } from './galera.ts';

test('a killed node costs at most its predicted recovery time, and no acknowledged row', async () => {
  const { report } = await runScenario(galeraKill, { progress: console.error });
  expect(report.verdict.kind, consoleReport(report, { colour: 'no' })).toBe('pass');
});

test('where nothing is broken, nothing is away and nothing is lost', async () => {
  const { report } = await runScenario(galeraNone, { progress: console.error });
  expect(report.verdict.kind, consoleReport(report, { colour: 'no' })).toBe('pass');
});

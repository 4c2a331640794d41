import { expect, test } from 'vitest';
import { consoleReport, runScenario } from '../lib/index.ts';
import {
  galeraBlackStart,
  galeraKill,
  galeraNone,
  galeraPartition,
  galeraPowerCut,
} from './galera.ts';

test('a killed node costs at most its predicted recovery time, and no acknowledged row', async () => {
  const { report } = await runScenario(galeraKill, { progress: console.error });
  expect(report.verdict.kind, consoleReport(report, { colour: 'no' })).toBe('pass');
});

test('a machine without power costs at most the predicted recovery time, and no row', async () => {
  const { report } = await runScenario(galeraPowerCut, { progress: console.error });
  expect(report.verdict.kind, consoleReport(report, { colour: 'no' })).toBe('pass');
});

test('a node that is cut off costs at most the predicted recovery time, and no row', async () => {
  const { report } = await runScenario(galeraPartition, { progress: console.error });
  expect(report.verdict.kind, consoleReport(report, { colour: 'no' })).toBe('pass');
});

test('a cluster that loses power altogether comes back by itself, with every row', async () => {
  const { report } = await runScenario(galeraBlackStart, { progress: console.error });
  expect(report.verdict.kind, consoleReport(report, { colour: 'no' })).toBe('pass');
});

test('where nothing is broken, nothing is away and nothing is lost', async () => {
  const { report } = await runScenario(galeraNone, { progress: console.error });
  expect(report.verdict.kind, consoleReport(report, { colour: 'no' })).toBe('pass');
});

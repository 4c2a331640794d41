import { expect, test } from 'vitest';
import { consoleReport, runScenario } from '../lib/index.ts';
import {
  controlPlaneBlackStart,
  controlPlaneKollaBlackStart,
  controlPlanePower,
} from './control-plane.ts';
import { expectPass } from './support/claims.ts';

test('the controller that holds the addresses loses power: every service is back as predicted, and has lost nothing', () =>
  expectPass(controlPlanePower));

test('all controllers lose power at once: nothing is lost but what Sentinel may lose', () =>
  expectPass(controlPlaneBlackStart));

test('the same as Kolla-Ansible deploys it: acknowledged rows of the database are lost', async () => {
  const { report } = await runScenario(controlPlaneKollaBlackStart, { progress: console.error });
  const lost = report.verdict.judgements.filter(
    ({ measure, verdict }) => measure.name === 'lost-writes' && verdict === 'fail',
  );
  const workloads = lost.map(({ finding }) => finding.subject.workload);
  expect(workloads, consoleReport(report, { colour: 'no' })).toContain('database');
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { seconds } from '../core/duration.ts';
import { fixtureFolder } from '../core/package-folder.ts';
import type { Scenario } from '../core/scenario.ts';
import { at } from '../core/schedule.ts';
import { all, one, role, service } from '../core/target.ts';
import { kill } from '../faults/kill.ts';
import { pause } from '../faults/pause.ts';
import { powerCycle } from '../faults/power-cycle.ts';
import { predictEdgeLoss } from '../predictions/edge.ts';
import { predictGaleraSilence } from '../predictions/galera.ts';
import { galera } from '../systems/galera/index.ts';
import { redisSentinel } from '../systems/redis/index.ts';
import { controlPlane } from '../topologies/control-plane.ts';
import { requests } from '../workloads/requests.ts';
import { set } from '../workloads/set.ts';
import { movedParts, predictTimes } from './predicted-times.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'blackstart-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const killed: Scenario = {
  ...{ name: 'killed', title: '', topology: galera({ nodes: 3 }), workloads: [set()], expect: [] },
  schedule: [at(0, kill({ downFor: seconds(10) }), role('primary'))],
};
const own = { baseline: fixtureFolder, candidate: fixtureFolder };

test('a knob that is turned moves its part, and nothing else', () => {
  const options = 'evs.suspect_timeout=PT2S; evs.inactive_check_period=PT0.5S';
  writeFileSync(join(folder, 'galera.cnf'), `[mariadbd]\nwsrep_provider_options = "${options}"\n`);
  const [time] = predictTimes({ scenario: killed }, { ...own, candidate: () => folder });
  expect(time).toMatchObject({
    ...{ scenario: 'killed', blow: 0, workload: 'set' },
    of: { baseline: { maxMs: 12_250 }, candidate: { maxMs: 6_250 } },
  });
  expect(time === undefined ? [] : movedParts(time)).toEqual([
    {
      part: 'detected',
      knob: 'evs.suspect_timeout',
      before: { minMs: 5_000, maxMs: 5_000 },
      after: { minMs: 2_000, maxMs: 2_000 },
    },
    {
      part: 'decided',
      knob: 'evs.suspect_timeout, where peers disagree',
      before: { minMs: 0, maxMs: 4_000 },
      after: { minMs: 0, maxMs: 1_000 },
    },
  ]);
});

test('files that differ in nothing that a formula reads move nothing', () => {
  const [time] = predictTimes({ scenario: killed }, own);
  expect(time === undefined ? undefined : movedParts(time)).toEqual([]);
});

test('a value that no formula can read is told, and predicts nothing', () => {
  writeFileSync(
    join(folder, 'galera.cnf'),
    '[mariadbd]\nwsrep_provider_options = "evs.suspect_timeout=5"\n',
  );
  const [time] = predictTimes({ scenario: killed }, { ...own, candidate: () => folder });
  expect(time?.of.candidate).toEqual({
    why: "evs.suspect_timeout: expected a duration like PT5S, found '5'",
  });
  expect(time === undefined ? undefined : movedParts(time)).toEqual([]);
});

test('what is over before it is noticed is predicted only where the files make it noticed', () => {
  writeFileSync(
    join(folder, 'galera.cnf'),
    '[mariadbd]\nwsrep_provider_options = "evs.suspect_timeout=PT1S"\n',
  );
  const schedule = [at(0, pause({ lasts: seconds(2) }), role('primary'))];
  const scenario = { ...killed, schedule };
  expect(predictTimes({ scenario }, own)).toEqual([]);
  const [time] = predictTimes({ scenario }, { ...own, candidate: () => folder });
  expect(time?.of).toMatchObject({
    baseline: { why: 'over before anybody notices' },
    candidate: { minMs: 1_000 },
  });
});

test('where all go away no formula is known', () => {
  const schedule = [at(0, powerCycle({ offFor: seconds(5) }), all())];
  expect(predictTimes({ scenario: { ...killed, schedule } }, own)).toEqual([]);
});

test('who may be no primary may also cost nothing', () => {
  const scenario = (target: (typeof killed.schedule)[number]['target']): Scenario => ({
    ...killed,
    topology: redisSentinel(),
    workloads: [set({ on: 'redis' })],
    schedule: [at(0, kill({ downFor: seconds(10) }), target)],
  });
  const leastOf = (target: (typeof killed.schedule)[number]['target']) => {
    const [time] = predictTimes({ scenario: scenario(target) }, own);
    return time?.of.baseline;
  };
  expect(leastOf(service('redis', role('primary')))).toMatchObject({ minMs: 4_000 });
  expect(leastOf(one())).toMatchObject({ minMs: 0 });
  expect(leastOf(service('sentinel', one()))).toBeUndefined();
});

test('a database behind the edge waits for whichever takes longer', () => {
  const scenario: Scenario = {
    ...killed,
    topology: controlPlane(),
    workloads: [set({ name: 'database' }), requests({ name: 'web' })],
    schedule: [at(0, powerCycle({ offFor: seconds(20) }), role('primary', { of: 'edge' }))],
  };
  const folderOf = (system: string) => fixtureFolder(system === 'edge' ? 'control-plane' : system);
  const times = predictTimes({ scenario }, { baseline: folderOf, candidate: folderOf });
  const edge = predictEdgeLoss('holder-silent', { folders: [fixtureFolder('control-plane')] });
  const longer = Math.max(edge.maxMs, predictGaleraSilence().maxMs);
  expect(times.map(({ workload, of }) => [workload, of.baseline])).toEqual([
    ['database', expect.objectContaining({ maxMs: longer })],
    ['web', expect.objectContaining({ maxMs: edge.maxMs })],
  ]);
});

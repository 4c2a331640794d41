import { expect, test } from 'vitest';
import type { Scenario } from '../core/scenario.ts';
import { headerOf } from './header.ts';

const scenario: Scenario = {
  name: 'mine',
  title: '',
  topology: { name: 'none', settings: {}, machines: [], systems: [] },
  workloads: [],
  schedule: [],
  expect: [],
};

const replayOf = (file?: string, suites?: string) =>
  headerOf(file === undefined ? scenario : { ...scenario, file }, {
    ...{ run: 'x', seed: 7, startedAt: 0, versions: {}, suites },
    config: { galera: 'mine' },
  }).replay;

test('a scenario of a suite is done again by its name', () => {
  expect(replayOf(undefined, 'my')).toBe(
    'npx blackstart run mine --seed 7 --suites my --config galera=mine',
  );
});

test('one of a file by that, wherever the others were taken from', () => {
  expect(replayOf('incidents/night 3.yaml', 'my')).toBe(
    "npx blackstart run 'incidents/night 3.yaml' --seed 7 --config galera=mine",
  );
});

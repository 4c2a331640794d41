import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Scenario } from '../core/scenario.ts';
import { readScenario } from '../scenarios/read-scenario.ts';
import { ledger } from '../systems/ledger.ts';
import { set } from '../workloads/set.ts';
import { keepScenario, keptScenario } from './keep-scenario.ts';

const quiet: Scenario = {
  name: 'quiet',
  title: 'Nothing happens',
  topology: ledger({ flush: 'before' }),
  workloads: [set({ on: 'ledger' })],
  schedule: [],
  expect: [],
};

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'blackstart-test-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('a scenario is kept as a file that can be read', () => {
  const path = keptScenario(folder);
  expect(keepScenario(path, quiet, ['A remark.'])).toBe(true);
  expect(readScenario(path).name).toBe('quiet');
});

test('one that asks for nothing, as `up --no-load` does, is no file', () => {
  const path = join(folder, 'none.yaml');
  expect(keepScenario(path, { ...quiet, workloads: [] })).toBe(false);
  expect(existsSync(path)).toBe(false);
});

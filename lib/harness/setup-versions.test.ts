import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fixtureFolder } from '../core/package-folder.ts';
import type { Scenario } from '../core/scenario.ts';
import { at, chaos, galera, kill, role, rto, seconds, set } from '../index.ts';
import { setupVersions } from './setup-versions.ts';

const scenario = (options: Partial<Scenario> = {}, config = fixtureFolder('galera')): Scenario => ({
  ...chaos('patient', {
    title: 'A node is killed',
    topology: galera({ nodes: 3, config }),
    workloads: [set({ ratePerSecond: 50 })],
    schedule: [at(seconds(2), kill({ downFor: seconds(5) }), role('primary'))],
    expect: [rto.all.atMost(seconds(9))],
  }),
  ...options,
});

const configurationOf = (one: Scenario) => setupVersions(one)['configuration'];

test('the same scenario has the same digests', () => {
  expect(setupVersions(scenario())).toEqual(setupVersions(scenario()));
  expect(setupVersions(scenario())).toEqual({
    blackstart: expect.stringMatching(/^\d+\.\d+\.\d+ [0-9a-f]{12}$/),
    configuration: expect.stringMatching(/^[0-9a-f]{12}$/),
  });
});

describe('another configuration is told by', () => {
  test.each<[string, Partial<Scenario>]>([
    ['an expectation', { expect: [rto.all.atMost(seconds(8))] }],
    ['a rate', { workloads: [set({ ratePerSecond: 51 })] }],
    ['a blow', { schedule: [at(seconds(2), kill({ downFor: seconds(6) }), role('primary'))] }],
    ['the size of a cluster', { topology: galera({ nodes: 5 }) }],
    ['a time that is waited', { timing: { recoverWithinMs: 9_000 } }],
  ])('%s', (_, change) => {
    expect(configurationOf(scenario(change))).not.toBe(configurationOf(scenario()));
  });

  test('one byte of one file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'blackstart-test-'));
    try {
      cpSync(fixtureFolder('galera'), folder, { recursive: true });
      const before = configurationOf(scenario({}, folder));
      expect(configurationOf(scenario({}, folder))).toBe(before);
      writeFileSync(join(folder, 'zz.cnf'), '#');
      expect(configurationOf(scenario({}, folder))).not.toBe(before);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

test('a folder that is gone is for the run to tell', () => {
  const folder = mkdtempSync(join(tmpdir(), 'blackstart-test-'));
  cpSync(fixtureFolder('galera'), folder, { recursive: true });
  const gone = scenario({}, folder);
  rmSync(folder, { recursive: true });
  expect(configurationOf(gone)).toBe('unknown');
});

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { reportOf } from '../../core/report.ts';
import { outcomeOf } from '../../gate/catch-table.ts';
import type { GateOutlook } from '../../gate/gate-report.ts';
import { defaultMargin } from '../../gate/margin.ts';
import type { Mutation } from '../../gate/mutation.ts';
import { measures } from '../../measures/index.ts';
import { runInMemory } from '../../memory/run-in-memory.ts';
import type { Dials } from '../../memory/toy-cluster.ts';
import { virtualClock } from '../../memory/virtual-clock.ts';
import { runMutation } from './run-mutation.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'blackstart-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const shared = {
  ...{ folder: '/none', source: 'the toy cluster', baseline: 'hardened', system: 'toy' },
  ...{ scenarios: ['toy-kill'], did: 'Somebody turns a dial.', costs: 'What the dial says.' },
};
const harmful = (...caughtBy: readonly string[]): Mutation => ({
  ...shared,
  ...{ name: 'a-dial', effect: 'harmful', kind: 'durability off', caughtBy },
});
const harmless: Mutation = { ...shared, name: 'a-dial', effect: 'harmless', kind: 'tuning' };

/** A mutation that is a dial of the toy cluster, and what its files would have foretold. */
async function toyMutation(mutation: Mutation, dials: Partial<Dials>, loses = 'all of it') {
  const setting = { system: 'toy', knob: 'replication' };
  const outlook: GateOutlook = {
    ...{ id: 'a-gate', startedAt: '2026-01-01T00:00:00.000Z', budgetMs: undefined },
    ...{ baseline: 'profile hardened', candidate: 'a-dial', changes: [], predictions: [] },
    plan: { scenarios: ['toy-kill'], pairs: 4, seed: 7, margin: defaultMargin },
    durability: [
      {
        ...setting,
        before: { ...setting, value: 'early', loses: '' },
        after: { ...setting, value: 'late', loses },
      },
    ],
    again: '',
  };
  const held = { mutation, digest: 'one', scenarios: [] };
  const result = await runMutation(
    held,
    {
      ...{ outlook, folder },
      run: async ({ arm, seed }) => {
        const { history } = await runInMemory({ dials: arm === 'candidate' ? dials : {}, seed });
        return { report: reportOf(history, measures) };
      },
    },
    { clock: virtualClock() },
  );
  return { result, outcome: outcomeOf(mutation, result) };
}

test('a change that loses writes is caught by that, after one pair, and its gate has a page', async () => {
  const { result, outcome } = await toyMutation(harmful('lost-writes'), { replication: 'late' });
  expect(outcome).toBe('caught');
  expect(result).toMatchObject({ verdict: 'fail', pairs: 1, runs: 2, endedBy: 'sure' });
  expect(result.against).toContain('lost-writes');
  expect(existsSync(join(folder, 'gate.html'))).toBe(true);
});

test('what files foretell is written down, and catches nothing', async () => {
  const { result, outcome } = await toyMutation(harmful('lost-writes'), {});
  expect(result.foretold).toEqual(['replication early -> late']);
  expect({ verdict: result.verdict, outcome }).toEqual({ verdict: 'pass', outcome: 'missed' });
});

test('a change that fails for another reason than it must is not caught', async () => {
  const { outcome } = await toyMutation(harmful('stale-reads'), { electionMs: 3_000 });
  expect(outcome).toBe('mistaken');
});

test('a harmless change passes, and one that turns out not to be is told', async () => {
  expect((await toyMutation(harmless, {})).outcome).toBe('passed');
  expect((await toyMutation(harmless, { replication: 'late' })).outcome).toBe('mistaken');
});

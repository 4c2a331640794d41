import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { outcomeOf } from '../../gate/catch-table.ts';
import { defaultMargin } from '../../gate/margin.ts';
import { loadScenarios } from '../scenarios.ts';
import { holdMutation } from './hold-mutation.ts';
import { prepareMutation } from './prepare-mutation.ts';
import { readMutations } from './read-mutations.ts';
import { runMutation } from './run-mutation.ts';

let reports = '';
beforeEach(() => {
  reports = mkdtempSync(join(tmpdir(), 'blackstart-test-'));
});
afterEach(() => rmSync(reports, { recursive: true }));

/** Those that take least time: the others are for `blackstart gate --mutations`. */
test.for([
  ['redis-fsync-everysec', 'caught', ['lost-writes']],
  ['redis-slowlog-1ms', 'passed', []],
] as const)('%s is %s, on real containers', async ([name, outcome, against]) => {
  const mutation = readMutations().find((one) => one.name === name);
  if (mutation === undefined) throw new RangeError(`no mutation ${name}`);
  const held = holdMutation(mutation, await loadScenarios());
  const result = await runMutation(
    held,
    prepareMutation(held, {
      ...{ pairs: 4, seed: 1, margin: defaultMargin, budgetMs: undefined, again: '', reports },
      run: { progress: console.error },
    }),
  );
  expect(outcomeOf(mutation, result), result.because).toBe(outcome);
  expect(result.against).toEqual(against);
});

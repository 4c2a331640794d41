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

const QUICK = 'redis-fsync-everysec';

test('a change that makes writes volatile is caught by what it loses, from real containers', async () => {
  const mutation = readMutations().find(({ name }) => name === QUICK);
  if (mutation === undefined) throw new RangeError(`no mutation ${QUICK}`);
  const held = holdMutation(mutation, await loadScenarios());
  const result = await runMutation(
    held,
    prepareMutation(held, {
      ...{ pairs: 2, seed: 1, margin: defaultMargin, budgetMs: undefined, again: '', reports },
      run: { progress: console.error },
    }),
  );
  expect(outcomeOf(mutation, result), result.because).toBe('caught');
  expect(result.against).toEqual(['lost-writes']);
});

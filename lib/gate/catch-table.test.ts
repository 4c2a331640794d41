import { expect, test } from 'vitest';
import { catchTable, outcomeOf } from './catch-table.ts';
import type { Mutation } from './mutation.ts';
import type { MutationResult } from './mutation-result.ts';

const shared = {
  ...{ folder: '/none', source: 'nowhere at all', baseline: 'hardened', system: 'redis' },
  ...{ scenarios: ['a-blow'], did: 'Somebody changes something.', costs: 'Nobody knows what.' },
};
const harmful: Mutation = {
  ...shared,
  ...{ name: 'bad', effect: 'harmful', kind: 'durability off', caughtBy: ['lost-writes'] },
};
const harmless: Mutation = { ...shared, name: 'good', effect: 'harmless', kind: 'capacity' };

const measured = (changes: Partial<MutationResult>): MutationResult => ({
  ...{ format: 'blackstart-mutation-result', version: 1, mutation: 'bad', digest: 'one' },
  ...{ startedAt: '2026-01-01T00:00:00.000Z', durationMs: 60_000, verdict: 'fail' },
  ...{ because: 'it is worse', against: ['lost-writes'], foretold: [], pairs: 1, runs: 2 },
  ...{ endedBy: 'sure', seed: 1, replay: [], machine: '2 processors, 8.0 GiB' },
  ...changes,
});

test.each<[string, Mutation, Partial<MutationResult>, string]>([
  ['failed by its measure', harmful, {}, 'caught'],
  ['failed by its measure among others', harmful, { against: ['rpo', 'lost-writes'] }, 'caught'],
  ['failed for another reason', harmful, { against: ['rto.all'] }, 'mistaken'],
  [
    'foretold, and passed',
    harmful,
    { verdict: 'pass', against: [], foretold: ['x 1 -> 0'] },
    'missed',
  ],
  ['not told from chance', harmful, { verdict: 'unknown', against: [] }, 'open'],
  ['ended by a harness that broke', harmful, { verdict: 'error', against: [] }, 'open'],
  ['harmless, and passed', harmless, { verdict: 'pass', against: [] }, 'passed'],
  ['harmless, and failed', harmless, {}, 'mistaken'],
])('%s', (_, mutation, result, outcome) => {
  expect(outcomeOf(mutation, measured(result))).toBe(outcome);
});

test('what was measured of other files or bounds says nothing of these', () => {
  const held = [{ mutation: harmful, digest: 'two' }];
  expect(catchTable(held, [measured({ digest: 'one' })])).toMatchObject({
    rows: [{ outcome: 'not run', result: undefined }],
    harmful: { all: 1, right: 0, wrong: 0, open: 0, notRun: 1 },
    harmless: { all: 0 },
  });
});

test('a later try that came to no end takes nothing back, and one that did counts', () => {
  const held = [{ mutation: harmful, digest: 'one' }];
  const open = measured({ verdict: 'unknown', against: [] });
  const outcome = (...results: readonly MutationResult[]) =>
    catchTable(held, results).rows[0]?.outcome;
  expect(outcome(measured({}), open)).toBe('caught');
  expect(outcome(open, measured({}))).toBe('caught');
  expect(outcome(open)).toBe('open');
  expect(outcome(measured({}), measured({ verdict: 'pass', against: [] }))).toBe('missed');
});

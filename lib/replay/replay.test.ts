import { describe, expect, test } from 'vitest';
import { seconds } from '../core/duration.ts';
import type { Header } from '../core/history.ts';
import { reportOf } from '../core/report.ts';
import type { Scenario } from '../core/scenario.ts';
import { afterRecovery, at, type Blow } from '../core/schedule.ts';
import { machine, one, role } from '../core/target.ts';
import { kill } from '../faults/kill.ts';
import { measures } from '../measures/index.ts';
import { runInMemory } from '../memory/run-in-memory.ts';
import { type Dials, soundDials, ToyCluster } from '../memory/toy-cluster.ts';
import { toyTopology } from '../memory/toy-system.ts';
import { virtualClock } from '../memory/virtual-clock.ts';
import { compareRuns } from './compare-runs.ts';
import { differencesOf } from './differences.ts';
import { inexactIn } from './inexact.ts';

const killed = kill({ downFor: seconds(5) });
const schedule = [at(seconds(1), killed, role('primary')), afterRecovery(killed, machine(2))];

const run = async (dials: Partial<Dials> = {}, blows: readonly Blow[] = schedule) =>
  reportOf((await runInMemory({ dials, schedule: blows })).history, measures);

const scenarioOf = (blows: readonly Blow[]): Scenario => ({
  name: 'toy-kill',
  title: '',
  topology: toyTopology(new ToyCluster(['toy-1', 'toy-2', 'toy-3'], virtualClock(), soundDials)),
  workloads: [],
  schedule: blows,
  expect: [],
});

describe('two runs side by side', () => {
  test('of the same seed on the same clock show the same in every row', async () => {
    const { verdict, blows, findings } = compareRuns(await run(), await run());
    expect(verdict).toEqual({ was: 'pass', is: 'pass' });
    expect(blows.map(({ was }) => was?.machines)).toEqual([['toy-1'], ['toy-2']]);
    expect(blows.map(({ is }) => is)).toEqual(blows.map(({ was }) => was));
    expect(findings.length).toBeGreaterThan(8);
    expect(findings.map(({ is }) => is)).toEqual(findings.map(({ was }) => was));
  });

  test('show what one of them lost, with the expectation and both verdicts', async () => {
    const { verdict, because, findings } = compareRuns(
      await run(),
      await run({ replication: 'late' }),
    );
    expect(verdict).toEqual({ was: 'pass', is: 'fail' });
    expect(because.is).toContain('lost-writes');
    const lost = findings.find(({ measure }) => measure.name === 'lost-writes');
    expect(lost).toMatchObject({
      atMost: 0,
      was: { verdict: 'pass', finding: { value: 0 } },
      is: { verdict: 'fail' },
    });
  });

  test('keep a row for a blow that fell in one of them alone', async () => {
    const [first] = schedule;
    if (first === undefined) throw new Error('no blow');
    const { blows, findings } = compareRuns(await run(), await run({}, [first]));
    expect(blows[1]).toMatchObject({ blow: 1, was: { machines: ['toy-2'] }, is: undefined });
    expect(findings.filter(({ is }) => is === undefined)).not.toEqual([]);
  });
});

describe('what two runs were made of', () => {
  const header: Header = {
    ...{ type: 'header', format: 'blackstart-history', version: 1, run: 'r', scenario: 's' },
    ...{ title: '', seed: 7, startedAt: '', stabilityMs: 3_000, observeEveryMs: 100, replay: '' },
    topology: { name: 'galera', settings: { nodes: 3 }, machines: ['galera-1'] },
    workloads: [],
    schedule: [
      { atMs: 1, jitterMs: 0, fault: 'kill', settings: {}, lastsMs: 1_000, target: 'machine 1' },
    ],
    expect: [{ measure: 'lost-writes', atMost: 0 }],
    versions: { 'image galera': 'blackstart/galera:a', kernel: '6.1' },
    configuration: { galera: ['my.cnf: evs = 1', 'my.cnf: flush = 1'] },
  };

  test('is the same where nothing is different but which run it was', () => {
    const other: Header = { ...header, run: 'other', startedAt: 'later' };
    expect(differencesOf(header, other)).toEqual([]);
  });

  test.each<[string, Partial<Header>]>([
    ['seed', { seed: 8 }],
    ['topology', { topology: { ...header.topology, settings: { nodes: 5 } } }],
    ['blow 1', { schedule: [] }],
    ['expectation 1', { expect: [{ measure: 'lost-writes', atMost: 1 }] }],
    ['image galera', { versions: { ...header.versions, 'image galera': 'blackstart/galera:b' } }],
    ['kernel', { versions: { 'image galera': 'blackstart/galera:a' } }],
  ])('names %s', (what, change) =>
    expect(differencesOf(header, { ...header, ...change })).toMatchObject([{ what }]),
  );

  test('shows each line of configuration that changed', () =>
    expect(
      differencesOf(header, {
        ...header,
        configuration: { galera: ['my.cnf: evs = 1', 'my.cnf: flush = 0'] },
      }),
    ).toEqual([
      { what: 'configuration of galera', was: 'my.cnf: flush = 1', is: undefined },
      { what: 'configuration of galera', was: undefined, is: 'my.cnf: flush = 0' },
    ]));

  test('before a run says nothing of versions that only a run shows', () =>
    expect(differencesOf(header, { ...header, versions: { kernel: '6.1' } }, 'known')).toEqual([]));
});

describe('no repeat repeats exactly', () => {
  test('who had a role, and when all was well again; what the seed decides is not among it', async () => {
    const { history } = await run();
    const said = inexactIn(history, scenarioOf(schedule));
    expect(said).toHaveLength(3);
    expect(said[0]).toMatch(/^blow 1 met toy-1, by the role/);
    expect(said[1]).toMatch(/^blow 2 fell when all was well again, at \d/);

    const bySeed = [at(seconds(1), killed, one())];
    const { history: certain } = await run({}, bySeed);
    expect(inexactIn(certain, scenarioOf(bySeed))).toHaveLength(1);
  });

  test('a blow that did not fall', async () => {
    const { history } = await run({ recovery: 'never' });
    expect(inexactIn(history, scenarioOf(schedule))).toContain('blow 2 did not fall then');
  });
});

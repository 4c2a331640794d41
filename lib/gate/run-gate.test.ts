import { describe, expect, test } from 'vitest';
import type { Clock } from '../core/clock.ts';
import { seconds } from '../core/duration.ts';
import { HarnessError } from '../core/errors.ts';
import { seededRandom } from '../core/random.ts';
import { reportOf } from '../core/report.ts';
import { measures } from '../measures/index.ts';
import { runInMemory } from '../memory/run-in-memory.ts';
import type { Dials } from '../memory/toy-cluster.ts';
import { virtualClock } from '../memory/virtual-clock.ts';
import { defaultMargin } from './margin.ts';
import { type RunTrial, runGate } from './run-gate.ts';
import type { TrialKey } from './trial.ts';

interface ToyGate {
  readonly baseline?: Partial<Dials>;
  readonly candidate?: Partial<Dials>;
  readonly pairs?: number;
  /** Elections take up to this much longer, by chance. */
  readonly noiseMs?: number;
  readonly budgetMs?: number;
}

const RUN_MS = 30_000;

/** A gate on the toy cluster, whose two configurations are the dials of its arms. */
async function toyGate({ pairs = 10, noiseMs = 200, budgetMs, ...dials }: ToyGate) {
  const ran: TrialKey[] = [];
  let now = 0;
  const clock: Clock = { ...virtualClock(), now: () => now };
  const run: RunTrial = async (key) => {
    ran.push(key);
    now += RUN_MS;
    const own = dials[key.arm] ?? {};
    const { next } = seededRandom(key.seed, key.arm);
    const electionMs = (own.electionMs ?? 1_000) + next() * noiseMs;
    const { history } = await runInMemory({ dials: { ...own, electionMs }, seed: key.seed });
    return { report: reportOf(history, measures) };
  };
  const plan = { scenarios: ['toy-kill'], pairs, seed: 7, margin: defaultMargin };
  const result = await runGate({ plan, run, clock, budgetMs });
  return { ...result, ran };
}

test('baseline and candidate take turns, under the same seeds: A B B A A B B A', async () => {
  const { ran } = await toyGate({});
  const order = (arms: readonly TrialKey[]) => arms.map(({ arm }) => arm[0]).join('');
  expect(order(ran)).toBe('bccbbccb');
  expect(ran.map(({ seed }) => seed)).toEqual([7, 7, 8, 8, 9, 9, 10, 10]);
});

test('a candidate that is the same passes, as soon as that is sure', async () => {
  const { judgement, endedBy, trials } = await toyGate({});
  expect(judgement).toMatchObject({ kind: 'pass', isSure: true, pairs: 4 });
  expect({ endedBy, runs: trials.length }).toEqual({ endedBy: 'sure', runs: 8 });
  expect(judgement.comparisons.filter(({ isClaimed }) => isClaimed)).toEqual(
    ['rto.all', 'rto.redundancy'].map((name) =>
      expect.objectContaining({
        measure: expect.objectContaining({ name }),
        verdict: 'no worse',
        decidedAfter: 4,
      }),
    ),
  );
});

test('a candidate that is slower within every bound fails by comparison alone', async () => {
  const { judgement } = await toyGate({ candidate: { electionMs: 1_700 } });
  expect(judgement.kind).toBe('fail');
  expect(judgement.because).toBe(
    'rto.all of set, blow 1 (toy-kill) takes longer under the candidate, by more than the margin',
  );
  const [slower] = judgement.comparisons;
  expect(slower?.estimate?.atLeast).toBeGreaterThan(500);
  expect(slower?.estimate?.atMost).toBeLessThan(900);
});

test('a candidate that is slower by less than the margin passes', async () => {
  const { judgement } = await toyGate({ candidate: { electionMs: 1_100 }, noiseMs: 20 });
  expect(judgement.kind).toBe('pass');
});

test('a candidate that breaks a bound fails as soon as that is no chance, with the runs that show it', async () => {
  const { judgement, trials } = await toyGate({ candidate: { electionMs: seconds(3) } });
  expect(judgement.because).toContain('toy-kill: under the candidate set, blow 1: rto.any is 3.');
  expect(judgement).toMatchObject({ kind: 'fail', isSure: true });
  expect(judgement.evidence.map(({ trial }) => [trial.arm, trial.pair])).toEqual([
    ['candidate', 0],
    ['candidate', 1],
  ]);
  expect(trials).toHaveLength(3);
});

test('a candidate that loses acknowledged writes fails at once', async () => {
  const { judgement, trials } = await toyGate({ candidate: { replication: 'late' } });
  expect(judgement.kind).toBe('fail');
  expect(judgement.because).toMatch(
    /^toy-kill: set: \d+ acknowledged writes are lost under the candidate, and none in 1 run of the baseline/,
  );
  expect(trials).toHaveLength(2);
});

test('a candidate that never recovers fails, and its time is no number', async () => {
  const { judgement } = await toyGate({ candidate: { recovery: 'never' } });
  expect(judgement.kind).toBe('fail');
  expect(judgement.comparisons[0]?.spans.candidate[0]?.atMost).toBe(Number.POSITIVE_INFINITY);
});

describe('what can not be known is unknown', () => {
  test('a baseline that itself fails ends it after one run, by name', async () => {
    const { judgement, trials } = await toyGate({ baseline: { replication: 'late' } });
    expect(judgement).toMatchObject({ kind: 'unknown', isSure: true });
    expect(judgement.because).toContain('the baseline itself fails: toy-kill: set: lost-writes is');
    expect(trials).toHaveLength(1);
  });

  test('two pairs are too few, and it says how many are enough', async () => {
    const { judgement, endedBy } = await toyGate({ pairs: 2 });
    expect(judgement.kind).toBe('unknown');
    expect(judgement.because).toContain("2 pairs of runs can't tell whether rto.all");
    expect(judgement.next).toBe('About 4 pairs would be enough: --trials 4.');
    expect(endedBy).toBe('pairs');
  });

  test('one pair says nothing of how many', async () => {
    const { judgement } = await toyGate({ pairs: 1 });
    expect(judgement).toMatchObject({ kind: 'unknown', enough: undefined });
    expect(judgement.next).toBe('Run more pairs than 1: --trials 10.');
  });

  test('values far apart from each other are not told apart by three', async () => {
    const { judgement } = await toyGate({ pairs: 4, noiseMs: 900 });
    expect(judgement.kind).toBe('unknown');
    expect(judgement.enough?.pairs).toBeGreaterThan(4);
  });

  test('faults that were not proven show nothing, however often', async () => {
    const { judgement, trials } = await toyGate({
      baseline: { harms: 'ignored' },
      candidate: { harms: 'ignored' },
    });
    expect(judgement.kind).toBe('unknown');
    expect(trials).toHaveLength(20);
    expect(judgement.unshown[0]?.why).toContain('in 0 of 10 runs of the candidate');
  });

  test('no pair is begun that would not end in time', async () => {
    const { judgement, endedBy, trials } = await toyGate({ budgetMs: 3.5 * 2 * RUN_MS });
    expect({ kind: judgement.kind, endedBy }).toEqual({ kind: 'unknown', endedBy: 'budget' });
    expect(trials).toHaveLength(6);
  });
});

test('an engine that goes away in between leaves what was seen, and one that was never there an error', async () => {
  const gone = new HarnessError('NO_ENGINE', 'no Docker Engine answers', { hint: 'Start it.' });
  const { history } = await runInMemory();
  const plan = { scenarios: ['toy-kill'], pairs: 4, seed: 1, margin: defaultMargin };
  const gateThatEndsAfter = (runs: number) => {
    let ran = 0;
    const run: RunTrial = async () => {
      ran += 1;
      if (ran > runs) throw gone;
      return { report: reportOf(history, measures) };
    };
    return runGate({ plan, run, clock: virtualClock() });
  };
  await expect(gateThatEndsAfter(0)).rejects.toBe(gone);
  const { judgement, trials } = await gateThatEndsAfter(2);
  expect(trials).toHaveLength(3);
  expect(judgement).toMatchObject({
    kind: 'error',
    because: 'toy-kill, candidate, pair 2: no Docker Engine answers',
  });
});

test('more than one scenario: what is sure of one is run no more', async () => {
  const ran: string[] = [];
  const clock = virtualClock();
  const run: RunTrial = async ({ scenario, seed, arm }) => {
    ran.push(scenario);
    const { next } = seededRandom(seed, `${arm} ${scenario}`);
    const noiseMs = scenario === 'noisy' ? 900 : 50;
    const dials = { electionMs: 1_000 + next() * noiseMs };
    const { history } = await runInMemory({ seed, dials });
    return { report: reportOf(history, measures) };
  };
  const plan = { scenarios: ['quiet', 'noisy'], pairs: 8, seed: 1, margin: defaultMargin };
  await runGate({ plan, run, clock });
  const counts = (wanted: string) => ran.filter((name) => name === wanted).length;
  expect(counts('quiet')).toBe(8);
  expect(counts('noisy')).toBeGreaterThan(8);
});

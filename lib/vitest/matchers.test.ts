import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { seconds } from '../core/duration.ts';
import { historyOf } from '../core/event-log.ts';
import type { EventOf, History } from '../core/history.ts';
import { type Report, reportOf } from '../core/report.ts';
import { at } from '../core/schedule.ts';
import { role } from '../core/target.ts';
import { kill } from '../faults/kill.ts';
import { none } from '../faults/none.ts';
import { measures } from '../measures/index.ts';
import { runInMemory } from '../memory/run-in-memory.ts';
import type { Dials } from '../memory/toy-cluster.ts';
import { judgeFile } from './index.ts';

async function toyReport(
  dials: Partial<Dials> = {},
  change: (history: History) => History = (history) => history,
): Promise<Report> {
  const { history } = await runInMemory({ dials });
  return reportOf(change(history), measures);
}

const cutOff = ({ header, events }: History): History =>
  historyOf(
    header,
    [...events].filter(({ type }) => type !== 'end'),
  );

const endedAs =
  (outcome: EventOf<'end'>['outcome']) =>
  ({ header, events }: History): History =>
    historyOf(
      header,
      [...events].map((event) =>
        event.type === 'end'
          ? { ...event, outcome, error: { code: 'X', message: 'no engine', hint: 'start one' } }
          : event,
      ),
    );

/** The words of a claim that does not hold. */
function complaint(claim: () => void): string {
  try {
    claim();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('expected a claim that does not hold');
}

/** Every matcher, as a claim that holds of a sound cluster. */
const claims: readonly (readonly [string, (report: unknown, not?: 'not') => void])[] = [
  ['toPass', (report, not) => subject(report, not).toPass()],
  ['toRecoverWithin', (report, not) => subject(report, not).toRecoverWithin(seconds(2))],
  ['toLoseNothing', (report, not) => subject(report, not).toLoseNothing()],
  ['toHaveNoPhantoms', (report, not) => subject(report, not).toHaveNoPhantoms()],
  ['toNeverHaveTwoPrimaries', (report, not) => subject(report, not).toNeverHaveTwoPrimaries()],
  ['toStayAvailable', (report, not) => subject(report, not).toStayAvailable(80)],
];
const subject = (report: unknown, not?: 'not') =>
  not === undefined ? expect(report) : expect(report).not;

describe.each(claims)('%s', (_, claim) => {
  test('holds of a sound cluster, and its opposite does not', async () => {
    const report = await toyReport();
    claim(report);
    expect(() => claim(report, 'not')).toThrow(/toy-kill: expected not to .*\n✓ pass/);
  });

  test.each([
    ['a fault that did nothing', () => toyReport({ harms: 'ignored' }), 'fault not proven'],
    ['a history that was cut off', () => toyReport({}, cutOff), 'in doubt: the history was cut'],
    ['a run that the harness broke', () => toyReport({}, endedAs('error')), '! error: no engine'],
    ['a run that was skipped', () => toyReport({}, endedAs('skipped')), 'next:   start one'],
  ])('neither holds nor fails on %s', async (_name, made, words) => {
    const report = await made();
    for (const said of [() => claim(report), () => claim(report, 'not')]) {
      expect(complaint(said)).toContain(words);
      expect(complaint(said)).toContain('proves neither');
    }
  });

  test.each([
    ['nothing', undefined],
    ['a promise', Promise.resolve()],
    ['another object', { report: {} }],
  ])('refuses %s either way', (_name, received) => {
    expect(() => claim(received)).toThrow('expected a RunResult or a Report');
    expect(() => claim(received, 'not')).toThrow('expected a RunResult or a Report');
  });
});

describe('what does not hold is told with its evidence', () => {
  test('a slow recovery: the blow with its victim, the first and the last operation concerned', async () => {
    const report = await toyReport({ electionMs: 4_000 });
    const words = complaint(() => expect(report).toRecoverWithin(seconds(2)));
    expect(words).toMatch(/^toy-kill: expected to recover within 2.00 s \(rto.all\)\n✕ fail:/);
    expect(words).toMatch(/✕ rto.all of set, blow 1: 4.0\d s ± \d+ ms; away from/);
    expect(words).toMatch(/ s {2}blow 1 is in effect, ± .*: kill at toy-1\n/);
    expect(words).toMatch(
      / s {2}set #\d+, lane \d, add \d+: ok \d+ ms after it was due, answered by toy-2/,
    );
    expect(words).toContain('again:  npx blackstart run toy-kill --seed 1');
    expect(report).not.toRecoverWithin(seconds(2));
    expect(report).toRecoverWithin(seconds(8));
  });

  test('lost writes: each operation and the reads that lack it, of many the first and last', async () => {
    const report = await toyReport({ replicas: 'skips' });
    const words = complaint(() => expect(report).toLoseNothing());
    expect(words).toMatch(/✕ lost-writes of set: \d+; of \d+ acknowledged.*from toy-3 \(live\)/);
    expect(words).toMatch(/set #\d+, lane \d, add \d+: ok/);
    expect(words).toMatch(/final read of set on toy-3 \(live\): [\d,]+ elements/);
    expect(words).toMatch(/\.\.\. \d+ more in the history \.\.\./);
    expect(words.split('\n').filter((line) => line.startsWith('    '))).toHaveLength(11);
    expect(report).not.toLoseNothing();
  });

  test('phantoms: the reads that hold them', async () => {
    const report = await toyReport({ failedWrites: 'applies' });
    expect(complaint(() => expect(report).toHaveNoPhantoms())).toMatch(/final read of set on toy-/);
  });

  test('two primaries: both claims', async () => {
    const report = await toyReport({ primaries: 'two' });
    const words = complaint(() => expect(report).toNeverHaveTwoPrimaries());
    expect(words).toMatch(/toy on toy-2: role primary(?:.|\n)*toy on toy-3: role primary/);
  });

  test('a failed run: every expectation that is violated, and none that holds', async () => {
    const report = await toyReport({ electionMs: 4_000 });
    const words = complaint(() => expect(report).toPass());
    expect(words.match(/^✕ [a-z]+[.-][a-z]+ of/gm)).toEqual(['✕ rto.any of', '✕ rto.all of']);
  });

  test('a cluster that was not there often enough', async () => {
    const report = await toyReport();
    const words = complaint(() => expect(report).toStayAvailable(99.9));
    expect(words).toContain('expected at most 0.1 %');
  });

  test('the page of a run that wrote one', async () => {
    const files = { html: 'reports/x/report.html', json: '', junit: '', summary: '', metrics: '' };
    const result = { report: await toyReport(), folder: 'reports/x', files };
    expect(complaint(() => expect(result).not.toPass())).toContain('report: reports/x/report.html');
  });
});

test('a loss is evidence in itself, whatever else is in doubt', async () => {
  const report = await toyReport({ replicas: 'skips' }, cutOff);
  expect(complaint(() => expect(report).toLoseNothing())).toMatch(
    /✕ fail:(?:.|\n)*in doubt: the history/,
  );
  expect(report).not.toLoseNothing();
});

describe('a recovery that never came', () => {
  test('is not within what was recorded, and unknown beyond that', async () => {
    const report = await toyReport({ recovery: 'never' });
    expect(report).not.toRecoverWithin(seconds(2));
    const beyond = () => expect(report).not.toRecoverWithin(seconds(3_600));
    expect(complaint(beyond)).toMatch(/^\? unknown: rto.all is at least/m);
    expect(() => expect(report).toRecoverWithin(seconds(3_600))).toThrow('proves neither');
  });
});

describe('which recovery is meant', () => {
  test('a clock, a workload, a blow', async () => {
    const report = await toyReport();
    expect(report).toRecoverWithin(seconds(2), { clock: 'any', workload: 'set', blow: 1 });
    expect(report).toRecoverWithin(seconds(8), { clock: 'redundancy', workload: 'set' });
    expect(report).not.toRecoverWithin(seconds(2), { clock: 'redundancy' });
  });

  test('each blow has its own', async () => {
    const schedule = [
      at(seconds(1), none({ lasts: seconds(5) }), role('primary')),
      at(seconds(20), kill({ downFor: seconds(8) }), role('primary')),
    ];
    const { history } = await runInMemory({ dials: { electionMs: 4_000 }, schedule });
    const report = reportOf(history, measures);
    expect(report).toRecoverWithin(seconds(2), { blow: 1 });
    expect(report).not.toRecoverWithin(seconds(2), { blow: 2 });
    expect(report).toRecoverWithin(seconds(8));
  });

  test('one that the scenario does not have is refused, either way', async () => {
    const report = await toyReport();
    for (const subject of [expect(report), expect(report).not]) {
      expect(() => subject.toRecoverWithin(1, { workload: 'sat' })).toThrow("found 'sat'");
      expect(() => subject.toRecoverWithin(1, { blow: 2 })).toThrow('number of a blow, found 2');
      expect(() => subject.toRecoverWithin(Number.NaN)).toThrow('a duration in ms');
      expect(() => subject.toStayAvailable(101)).toThrow('from 0 to 100');
    }
  });
});

test('in a larger value, what is unknown matches neither a matcher nor its opposite', async () => {
  const nights = { last: await toyReport({ harms: 'ignored' }), before: await toyReport() };
  expect(nights).toEqual({ last: expect.anything(), before: expect.toPass() });
  expect(nights).not.toEqual({ last: expect.toPass(), before: expect.anything() });
  expect(nights).not.toEqual({ last: expect.not.toPass(), before: expect.anything() });
});

test('a stored history is judged from its file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'blackstart-test-'));
  try {
    const { history } = await runInMemory();
    const path = join(folder, 'history.jsonl');
    const lines = [history.header, ...history.events].map((line) => JSON.stringify(line));
    writeFileSync(path, lines.join('\n'));
    expect(await judgeFile(path)).toPass();
  } finally {
    await rm(folder, { recursive: true });
  }
});

import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { seconds } from '../core/duration.ts';
import { UNTIL_HEALED_MS } from '../core/fault.ts';
import { at } from '../core/schedule.ts';
import { all, rolling } from '../core/target.ts';
import { kill } from '../faults/kill.ts';
import { runInMemory } from '../memory/run-in-memory.ts';
import { literalLoad, literalState } from './literal-state.ts';
import { render, type Sheet } from './render.ts';
import type { BlowStage, BlowState, LiveState } from './state.ts';
import { stateDuring } from './state-during.ts';

const wide: Sheet = { columns: 100, rows: 40, colour: 'no' };

test('a trial in the midst of chaos reads as this', () => {
  expect(render(literalState(), wide)).toEqual([
    'toy-kill: A toy cluster loses a node',
    `  12.0 s  breaking it${' '.repeat(73)}seed 7`,
    '',
    '✓ form 3.5 s  ✓ steady 3.1 s  ▶ chaos 5.4 s  · heal  · settle  · final',
    '',
    '   load   good/s     late   failed  unknown  overdue      p50      p99',
    '●  set       100        0        0        0        0   3.2 ms    24 ms',
    '',
    '   machine  power  toy        under',
    '●  toy-1    on',
    '●  toy-2    on     ◆ primary',
    '',
    '●  redundancy full: toy 9.0 s',
    '',
    '●  harness late by at most 1.2 ms in the last second, 12 ms in the run',
  ]);
});

test('before the run there is what set-up does', () => {
  const activity = 'building image galera';
  expect(render(literalState({ activity, run: undefined }), wide)).toEqual([
    'toy-kill: A toy cluster loses a node',
    '  12.0 s  building image galera',
  ]);
});

test.each([
  [1, 1, ''],
  [1, 3, 'trial 2 of 3'],
  [5, 1, 'scenario 4 of 5'],
  [5, 3, 'scenario 4 of 5, trial 2 of 3'],
])('of %i scenarios and %i trials it says which one this is', (scenarios, trials, words) => {
  const place = { scenario: 4, scenarios, trial: 2, trials };
  const [title = ''] = render(literalState({ place }), wide);
  expect(title.replace('toy-kill: A toy cluster loses a node', '').trim()).toBe(words);
});

test('an interruption is told below what is being done', () => {
  const notice = 'SIGINT: undoing what was done';
  expect(render(literalState({ notice }), wide)[2]).toBe(`! ${notice}`);
});

describe('loads', () => {
  const lineOf = (load: ReturnType<typeof literalLoad>) =>
    render(literalState({}, { loads: [load] }), wide).find((line) => line.includes('set '));

  test('one that is served has a dot, one with anything amiss a mark, one without service a cross', () => {
    expect(lineOf(literalLoad())).toMatch(/^● {2}set {7}100 /);
    for (const amiss of [
      { lately: { good: 9, late: 1, failed: 0, unknown: 0 } },
      { lately: { good: 9, late: 0, failed: 1, unknown: 0 } },
      { lately: { good: 9, late: 0, failed: 0, unknown: 1 } },
      { overdue: 1 },
    ]) {
      expect(lineOf(literalLoad(amiss))).toMatch(/^! {2}set /);
    }
    const away = { awayMs: 7_040, p50Ms: undefined, p99Ms: undefined };
    const none = { good: 0, late: 0, failed: 50, unknown: 2 };
    expect(lineOf(literalLoad({ ...away, lately: none, overdue: 6 }))).toBe(
      '✕  set         0        0       50        2        6  no good for 7.0 s',
    );
  });

  test('when the load is over, what it came to', () => {
    expect(lineOf(literalLoad({ stage: 'over' }))).toBe(
      '✓  set   1,777 good, 0 late, 493 failed, 34 unknown',
    );
  });

  test('one that was stopped by hand is told as that, and what it is asked of goes on being shown', () => {
    expect(lineOf(literalLoad({ stage: 'stopped' }))).toBe('·  set   stopped');
    const loads = [literalLoad({ stage: 'stopped' })];
    expect(render(literalState({}, { loads }), wide).join('\n')).toContain('redundancy full');
    expect(render(literalState({}, { loads: [] }), wide).join('\n')).toContain('redundancy full');
  });

  test('before the load there is nothing to say of it', () => {
    expect(lineOf(literalLoad({ stage: 'to come' }))).toBeUndefined();
  });
});

describe('machines', () => {
  const silent = { system: 'galera', is: 'silent', forMs: 3_200 } as const;
  const replica = { system: 'redis', is: 'replica', forMs: 1 } as const;
  const machines = [
    {
      name: 'controller-1',
      power: 'off' as const,
      claims: [silent, replica],
      harms: [{ fault: 'power-cycle', number: '2.1' }],
    },
  ];
  const linesAt = (columns: number) =>
    render(literalState({}, { machines }), { ...wide, columns }).filter((line) =>
      /machine|controller|◇/.test(line),
    );

  test('one says its power, its roles and what it is under', () => {
    expect(linesAt(100)).toEqual([
      '   machine       power  galera          redis      under',
      '○  controller-1  off    ✕ silent 3.2 s  ◇ replica  power-cycle (2.1)',
    ]);
  });

  test('where that is too wide, in signs, with what they mean', () => {
    expect(linesAt(66)).toEqual([
      '   machine       galera  redis  blow',
      '○  controller-1  ✕       ◇      2.1',
      '   ● power  ○ none  ◆ primary  ◇ replica  · no role  ✕ silent',
    ]);
  });
});

test('a system that lacks redundancy has a line of its own, those that have it share one', () => {
  const redundancies = [
    { system: 'galera', full: true, detail: '', forMs: 2_000 },
    { system: 'redis', full: false, detail: 'primary nobody', forMs: 6_500 },
    { system: 'edge', full: true, detail: '', forMs: 61_000 },
  ];
  const lines = render(literalState({}, { redundancies }), wide).filter((line) =>
    line.includes('redundancy'),
  );
  expect(lines).toEqual([
    '✕  redis lacks redundancy for 6.5 s: primary nobody',
    '●  redundancy full: galera 2.0 s, edge 61.0 s',
  ]);
});

describe('blows', () => {
  const blow = (number: string, stage: BlowStage): BlowState => ({
    number,
    fault: 'kill',
    whom: 'toy-1',
    machines: ['toy-1'],
    stage,
    proven: 'yes',
  });
  const linesOf = (blows: readonly BlowState[]) =>
    render(literalState({}, { blows }), wide).filter((line) => / at toy-1|…/.test(line));

  test.each<[BlowStage, string]>([
    [{ is: 'to come', atMs: 1_000, inMs: undefined }, '·  1  kill at toy-1: 1.0 s into chaos'],
    [{ is: 'to come', atMs: 1_000, inMs: 400 }, '·  1  kill at toy-1: in 0.4 s'],
    [{ is: 'to come', atMs: 1_000, inMs: 0 }, '·  1  kill at toy-1: any moment'],
    [{ is: 'after recovery' }, '·  1  kill at toy-1: after recovery'],
    [{ is: 'falling', forMs: 100 }, '▶  1  kill at toy-1: falling for 0.1 s'],
    [
      { is: 'in force', forMs: 4_000, healsInMs: 6_000 },
      '▶  1  kill at toy-1: in force for 4.0 s, heals in 6.0 s',
    ],
    [
      { is: 'in force', forMs: 4_000, healsInMs: UNTIL_HEALED_MS - 4_000 },
      '▶  1  kill at toy-1: in force for 4.0 s, until it is healed',
    ],
    [
      { is: 'in force', forMs: 11_000, healsInMs: 0 },
      '▶  1  kill at toy-1: in force for 11.0 s, being healed',
    ],
    [
      { is: 'healed', lastedMs: 10_100, agoMs: 110_000 },
      '✓  1  kill at toy-1: lasted 10.1 s, healed 1 min 50 s ago',
    ],
    [{ is: 'met nobody' }, '?  1  kill at toy-1: met nobody'],
    [{ is: 'withheld' }, '–  1  kill at toy-1: did not fall: not well before it'],
  ])('%o', (stage, line) => {
    expect(linesOf([blow('1', stage)])).toEqual([line]);
  });

  test('what is not proven says so', () => {
    const [line] = linesOf([{ ...blow('1', { is: 'falling', forMs: 0 }), proven: 'no' }]);
    expect(line).toBe('▶  1  kill at toy-1: falling for 0.0 s  ? not proven');
  });

  test('of many, those around this moment are shown and the others counted', () => {
    const healed = { is: 'healed', lastedMs: 1_000, agoMs: 1_000 } as const;
    const toCome = { is: 'to come', atMs: 0, inMs: 1_000 } as const;
    const inForce = { is: 'in force', forMs: 0, healsInMs: 1_000 } as const;
    const stage = (index: number) => (index < 10 ? healed : index === 10 ? inForce : toCome);
    const blows = Array.from({ length: 20 }, (_, index) => blow(`${index + 1}`, stage(index)));
    expect(linesOf(blows).map((line) => line.slice(0, 25).trim())).toEqual([
      '… 7 more blows before',
      '✓  8  kill at toy-1: last',
      '✓  9  kill at toy-1: last',
      '✓  10  kill at toy-1: las',
      '▶  11  kill at toy-1: in',
      '·  12  kill at toy-1: in',
      '·  13  kill at toy-1: in',
      '·  14  kill at toy-1: in',
      '… 6 more blows to come',
    ]);
  });
});

test('when the load is over, redundancy is: the restart that follows is our own doing', () => {
  const loads = [literalLoad({ stage: 'over' })];
  const text = render(literalState({}, { loads }), wide).join('\n');
  expect(text).not.toContain('redundancy');
});

test('a harness that is late enough to blur results stands out', () => {
  const harness = { lateMs: 1, worstMs: 251, toleratedMs: 250 };
  expect(render(literalState({}, { harness }), wide).at(-1)).toBe(
    '!  harness late by at most 1.0 ms in the last second, 251 ms in the run: blurs results',
  );
});

describe('on any terminal', () => {
  const states = async (): Promise<readonly LiveState[]> => {
    const { history } = await runInMemory({
      schedule: [at(seconds(1), kill({ downFor: seconds(4) }), rolling(all()))],
    });
    return [1_000, 5_000, 8_000, 12_000, history.events.endMs].map((t) =>
      literalState(
        { title: '大きなクラスタ: a title of any script 👩‍👩‍👧' },
        stateDuring(history, t),
      ),
    );
  };

  test('no line is wider than it, and there are no more than it has', async () => {
    for (const state of await states()) {
      for (let columns = 1; columns <= 120; columns += 1) {
        const lines = render(state, { columns, rows: 40, colour: 'yes' });
        expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(columns);
      }
      for (let rows = 0; rows <= 30; rows += 1) {
        expect(render(state, { ...wide, rows }).length).toBeLessThanOrEqual(rows);
      }
    }
  });

  test('colours add nothing but colours', async () => {
    for (const state of await states()) {
      const coloured = render(state, { ...wide, colour: 'yes' });
      const plain = render(state, wide);
      expect(coloured.map((line) => stripVTControlCharacters(line))).toEqual(plain);
      expect(plain.join('')).not.toMatch(/\p{Cc}/u);
    }
  });

  test('a low one loses empty lines first, then what matters least, and says how many', () => {
    const rows = (count: number) => render(literalState(), { ...wide, rows: count });
    expect(rows(15)).toHaveLength(15);
    expect(rows(10)).toEqual(rows(15).filter((line) => line !== ''));
    expect(rows(6)).toEqual([
      rows(15)[0],
      rows(15)[1],
      rows(15)[3],
      '●  set       100        0        0        0        0   3.2 ms    24 ms',
      '●  toy-1    on',
      '… 5 more lines on a higher terminal',
    ]);
  });

  test('what a product says can not move the cursor', () => {
    const redundancies = [{ system: 'toy', full: false, detail: 'a\u001B[2Jb\r\nc', forMs: 0 }];
    const lines = render(literalState({ activity: 'x\u0007\ny' }, { redundancies }), wide);
    expect(lines.join('')).not.toMatch(/\p{Cc}/u);
    expect(lines.find((line) => line.includes('lacks'))).toContain('a [2Jb  c');
  });
});

import { describe, expect, test } from 'vitest';
import { gateConsole } from './console.ts';
import { gateHtml } from './html.ts';
import { gateJson } from './json.ts';
import { literalGate } from './literal-gate.ts';
import { gateMarkdown } from './markdown.ts';
import { outlookReport } from './outlook.ts';

const plain = { colour: 'no' } as const;
const unwrapped = (text: string) => text.replaceAll(/[│\s]+/g, ' ');

/** A column of a table, whose cells are wrapped. */
const cells = (text: string, column: number) =>
  text
    .split('\n')
    .map((line) => line.split('│')[column + 1]?.trim() ?? '')
    .join(' ');

describe('before anything is started', () => {
  test('it says what differs, and what that should cost', () => {
    const text = outlookReport(literalGate(), plain);
    expect(text).toContain('-a = <1>\n+a = 2');
    expect(unwrapped(text)).toContain(
      'galera-kill set, blow 1 5.00 s to 8.25 s 2.00 s to 5.25 s evs.suspect_timeout: detected 5.00 s -> 2.00 s',
    );
    expect(text).toContain(
      'up to 4 pairs of runs of galera-kill; worse is longer by 10 % or 500 ms',
    );
  });

  test('and what it risks', () => {
    const setting = { system: 'galera', knob: 'flush' };
    const durability = [
      {
        ...setting,
        before: { ...setting, value: '1', loses: 'nothing' },
        after: { ...setting, value: '0', loses: 'a second' },
      },
    ];
    const words = 'flush 1 -> 0: may lose a second (before: nothing)';
    expect(outlookReport(literalGate({ durability }), plain)).toContain(`durability: ${words}`);
    expect(gateHtml(literalGate({ durability }))).toContain('flush 1 -&gt; 0: may lose a second');
  });

  test('and that no formula reads what differs', () => {
    const [time] = literalGate().predictions;
    const same =
      time === undefined ? [] : [{ ...time, of: { ...time.of, candidate: time.of.baseline } }];
    expect(outlookReport(literalGate({ predictions: same }), plain)).toContain(
      'no formula reads what differs; 1 predicted recovery time: the same under both',
    );
    expect(outlookReport(literalGate({ predictions: [] }), plain)).toContain(
      'no formula is known for these blows',
    );
  });
});

describe('in a terminal', () => {
  const text = gateConsole(literalGate(), plain);

  test('a time that did not end is no number', () => {
    expect(cells(text, 4)).toContain('median 8.15 s (8.00 s to > 60.00 s), n = 4');
    expect(cells(text, 5)).toContain('+2.00 s (+1.78 s to no end)');
  });

  test('measured stands beside predicted, and more than that is a finding', () => {
    expect(cells(text, 3)).toContain('predicted 5.00 s to 8.25 s');
    expect(text).toContain(
      'finding: galera-kill, set, blow 1: 4 runs of the candidate took up to 60.00 s, and 5.25 s is the most that its files predict',
    );
  });

  test('it ends with the verdict and what to do', () => {
    expect(text).toContain(
      '✕ fail: rto.all of set, blow 1 takes longer\n  next:   See which knob.',
    );
    expect(text).toContain('again:  npx blackstart gate --candidate my-change --seed 7  (2 runs)');
  });
});

test('for machines, an open end is null and no number', () => {
  const value = JSON.parse(JSON.stringify(gateJson(literalGate())));
  expect(value).toMatchObject({
    ...{ format: 'blackstart-gate', version: 1, verdict: 'fail', exitCode: 1 },
    comparisons: [
      {
        ...{ measure: 'rto.all', claimed: true, verdict: 'worse', decidedAfterPairs: 4 },
        candidateMs: [...Array(3).fill({}), { atLeast: 59_990, atMost: null }],
      },
    ],
    rates: [{ baseline: { events: 0, n: 4 }, candidate: { events: 3, n: 4 } }],
    predictions: [{ moved: [{ knob: 'evs.suspect_timeout', part: 'detected' }] }],
  });
});

test('as a comment, nothing in it is markup but its own', () => {
  const text = gateMarkdown(literalGate({ candidate: 'my|change @someone <b>' }));
  expect(text).toContain('✕ fail: my\\|change');
  expect(text).not.toContain('<b>');
  expect(text).toContain('```diff\n--- baseline/galera/zz.cnf');
  expect(text).toContain('| ✕ worse | rto.all of set, blow 1');
});

test('as a page, it holds every part, loads nothing, and escapes what it was given', () => {
  const page = gateHtml(literalGate());
  expect(page).toContain("default-src 'none'");
  expect(page).not.toMatch(/<script|src=|url\(/);
  expect(page).toContain('profile &lt;hardened&gt;');
  expect(page).toContain('-a = &lt;1&gt;');
  expect(page).toContain('<title>longer than 59.99 s</title>');
  expect(page.match(/<circle/g)).toHaveLength(7);
});

test('of a verdict that is open, what was not shown is said', () => {
  const { judgement } = literalGate();
  const unshown = [{ scenario: 'galera-kill', why: 'galera-kill had 1 run of the candidate' }];
  const report = literalGate({ judgement: { ...judgement, kind: 'unknown', unshown } });
  for (const print of [gateMarkdown, gateHtml, () => gateConsole(report, plain)]) {
    expect(print(report)).toContain('galera-kill had 1 run of the candidate');
  }
});

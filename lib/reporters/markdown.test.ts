import { expect, test } from 'vitest';
import { type Report, reportOf } from '../core/report.ts';
import { measures } from '../measures/index.ts';
import { runInMemory } from '../memory/run-in-memory.ts';
import type { Dials } from '../memory/toy-cluster.ts';
import { endedAs } from './ended-as.ts';
import { escapeMarkdown, fenced } from './escape-markdown.ts';
import { known, literalReport, oneKill } from './literal-report.ts';
import { markdownReport } from './markdown.ts';

async function toyReport(dials: Partial<Dials> = {}): Promise<Report> {
  const { history } = await runInMemory({ dials });
  return reportOf(history, measures);
}

/** The cells of each row of the one table. */
const rowsOf = (markdown: string): readonly string[][] =>
  markdown
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

test('a run is told by its verdict, a sentence, a row a service, and the way to do it again', () => {
  const report = literalReport({
    events: oneKill,
    findings: {
      'rto.all': [known(5_430), { ...known(6_000), subject: { blow: 1, workload: 'set' } }],
      'rto.redundancy': [{ ...known(13_100), subject: { blow: 0, system: 'toy' } }],
      'lost-writes': [{ ...known(0), subject: { workload: 'set' } }],
    },
    bounds: { 'rto.all': 7_500, 'lost-writes': 0 },
  });
  expect(markdownReport(report)).toBe(`### ✓ pass: A toy cluster loses a node (toy-kill)

toy-1 was killed for 5.00 s: writes were away for at most 6.00 s (bound 7.50 s), full redundancy was back after 13.10 s, no writes were acknowledged.

| Service | All clients served | Full redundancy | Acknowledged writes lost |
| --- | --- | --- | --- |
| set (toy) | ✓ at most 6.00 s (bound 7.50 s) | 13.10 s | ✓ 0 (none allowed) |

Again:

\`\`\`sh
npx blackstart run toy-kill --seed 1
\`\`\`

Run a-run, seed 1, 2026-01-01T00:00:00.000Z
`);
});

test('each expectation that does not hold is told with its reason', async () => {
  const markdown = markdownReport(await toyReport({ electionMs: 4_000 }));
  expect(markdown).toMatch(/^### ✕ fail: /);
  expect(markdown).toMatch(
    /\*\*Failed:\*\*\n\n- set, blow 1: rto.any is 4.\d\d s, expected at most 2.00 s; away .*\n- set, blow 1: rto.all/,
  );
  expect(rowsOf(markdown)[2]).toContainEqual(expect.stringMatching(/^✕ 4.\d\d s .*bound 2.00 s/));
});

test('what never came back reads as longer than the recording, never as a time', async () => {
  const [, , row = []] = rowsOf(markdownReport(await toyReport({ recovery: 'never' })));
  expect(row[2]).toMatch(/^✕ \\> \d/);
});

test('a run in doubt says why, and no cell of it is a tick', async () => {
  const markdown = markdownReport(await toyReport({ harms: 'ignored' }));
  expect(markdown).toMatch(/^### \? unknown: /);
  expect(markdown).toMatch(/\*\*In doubt:\*\*\n\n- blow 1 .* fault not proven/);
  expect(markdown).not.toContain('✓');
});

test('a run that was skipped or broke says what to do, and measures nothing that was not run', async () => {
  const { history } = await runInMemory();
  const skipped = markdownReport(endedAs('skipped', history));
  expect(skipped).toMatch(/^### – skipped: /);
  expect(skipped).toContain('**skipped:** no \\<engine\\> \\| answered');
  expect(skipped).toContain('**What to do:** start one');
  expect(rowsOf(skipped)).toEqual([]);
  expect(markdownReport(endedAs('error', history))).toContain('**error:** no \\<engine\\>');
});

test('no text of a run becomes markup, breaks the table or calls somebody', () => {
  const words = 'a|b\n<img src=x> `c` *d* [e](f) @someone #12 https://example.org';
  const report = literalReport({
    header: { title: words },
    events: oneKill,
    findings: { 'rto.all': [{ ...known(9_000, words), subject: { workload: 'set' } }] },
    bounds: { 'rto.all': 1 },
    kind: 'fail',
  });
  const markdown = markdownReport(report);
  for (const markup of [/(?<!\\)<img/, /(?<!\\)`c/, /(?<!\\)\*d/, /(?<!\\)\[e/, /@some/, /#12/]) {
    expect(markdown).not.toMatch(markup);
  }
  expect(markdown).not.toContain('https:');
  expect(markdown).toContain('a\\|b \\<img');
  for (const row of rowsOf(markdown)) expect(row).toHaveLength(2);
});

test('a hundred reasons are ten and a count', () => {
  const findings = Array.from({ length: 100 }, (_, blow) => ({
    ...known(9_000),
    subject: { blow, workload: 'set' },
  }));
  const report = literalReport({
    findings: { 'rto.all': findings },
    bounds: { 'rto.all': 1 },
    kind: 'fail',
  });
  expect(markdownReport(report).match(/^- set, blow/gm)).toHaveLength(10);
  expect(markdownReport(report)).toContain('- and 90 more');
});

test('escaped text keeps its characters, and a fence is longer than what it holds', () => {
  expect(escapeMarkdown('rto.all is 4.2 s (bound 2 s)')).toBe('rto.all is 4.2 s (bound 2 s)');
  expect(escapeMarkdown('a\u001b[31m')).toBe('a \\[31m');
  expect(fenced('a ``` b')).toBe('````\na ``` b\n````');
});

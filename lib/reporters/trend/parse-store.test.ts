import { expect, test } from 'vitest';
import { literalRun } from './literal-run.ts';
import { parseStore } from './parse-store.ts';

const runs = [0, 1, 2].map((atHours) => literalRun({ atHours }));
const lines = runs.map((run) => JSON.stringify(run));

test('runs come in the order in which they began, whatever the order of lines', () => {
  expect(parseStore(`${lines.toReversed().join('\n')}\n`)).toEqual({ runs, damage: [] });
});

test('of two lines about one run the last counts', () => {
  const again = { ...runs[0], results: { ...runs[0]?.results, verdict: 'fail' } };
  const parsed = parseStore([...lines, JSON.stringify(again)].join('\n'));
  expect(parsed.runs.map(({ results }) => results.verdict)).toEqual(['fail', 'pass', 'pass']);
});

test('wherever a crash cut it off, whole lines are read and a part of one is told', () => {
  const text = lines.join('\n');
  for (let end = 0; end <= text.length; end += 1) {
    const { runs: read, damage } = parseStore(text.slice(0, end));
    const whole = lines.filter((_, index) => lines.slice(0, index + 1).join('\n').length <= end);
    const isWithin = end > 0 && whole.join('\n').length < end && text[end - 1] !== '\n';
    expect(read).toHaveLength(whole.length);
    expect(damage).toEqual(isWithin ? [`line ${whole.length + 1} is not whole`] : []);
  }
});

test('a line of something else is told, with what it lacks', () => {
  const strange = JSON.stringify({ folder: 'x', results: { format: 'other' } });
  const { runs: read, damage } = parseStore(`${strange}\n${lines[0]}\n`);
  expect(read).toHaveLength(1);
  expect(damage).toEqual([expect.stringMatching(/^line 1 is no run: results\.format: /)]);
});

test('results of an early release, which say less, are runs all the same', () => {
  const { blows, workloads, topology, durationMs, ...early } = literalRun().results;
  const line = JSON.stringify({ folder: 'x', results: early });
  expect(parseStore(line)).toMatchObject({ runs: [{ folder: 'x' }], damage: [] });
});

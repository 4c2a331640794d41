import { expect, test } from 'vitest';
import type { HistoryEvent } from '../../core/history.ts';
import { blowsOf } from '../blows.ts';
import { known, literalReport, oneKill } from '../literal-report.ts';
import { selectLogs } from './logs.ts';

test('of a flood of lines the first and the last 200 are shown, and how many were left out', () => {
  const flood = Array.from({ length: 1_000 }, (_, i): HistoryEvent => {
    return { t: 1_000 + i, type: 'log', machine: 'toy-1', service: 'toyd', line: `line ${i}` };
  });
  const report = literalReport({
    events: [...oneKill, ...flood],
    findings: { 'rto.all': [known(500)] },
  });
  const excerpt = blowsOf(report.history).map((blow) => selectLogs(report, blow))[0];
  expect(excerpt?.leftOut).toBe(600);
  expect(excerpt?.lines.map(({ line }) => line).slice(198, 202)).toEqual([
    'line 198',
    'line 199',
    'line 800',
    'line 801',
  ]);
});

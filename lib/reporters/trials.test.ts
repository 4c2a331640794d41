import { expect, test } from 'vitest';
import type { HistoryEvent } from '../core/history.ts';
import { reportOf } from '../core/report.ts';
import { measures } from '../measures/index.ts';
import { blowAt, goodProbes, literalHistory, probeEvents } from '../measures/literal-history.ts';
import { trialsReport } from './trials.ts';

const expectations = [{ measure: 'rto.all', atMost: 1_000 }];

/** A run whose clients were away for so long after the blow. */
function trial(awayMs: number, endsAt = 20_000) {
  const away = goodProbes(1_000, 1_000 + awayMs).map((probe) => ({
    ...probe,
    type: 'fail' as const,
  }));
  const probes = [...goodProbes(0, 1_000), ...away, ...goodProbes(1_000 + awayMs, endsAt)];
  const steady = { t: 0, type: 'steadiness', steady: true, detail: '' } as const;
  const blow = {
    t: 900,
    type: 'blow' as const,
    index: 0,
    fault: 'kill',
    settings: {},
    target: 'machine 1',
    machines: ['a'],
  } satisfies HistoryEvent;
  const proofs = [{ claim: 'a lives', vantage: 'b', observed: 'it does', holds: true }];
  const healed: HistoryEvent = { t: 15_000, type: 'healed', index: 0, proofs };
  const end = { t: 30_000, type: 'end', outcome: 'complete' } as const;
  const events: readonly HistoryEvent[] = [
    steady,
    blow,
    blowAt(1_000),
    ...probeEvents(probes),
    healed,
    end,
  ];
  return reportOf(literalHistory(events), measures, expectations);
}

test('several trials are shown with their spread, and with what so few of them prove', () => {
  const text = trialsReport([trial(200), trial(400), trial(3_000)]).replaceAll(/\s+/g, ' ');
  expect(text).toContain('3 trials: 2 pass, 1 fail');
  expect(text).toContain('median 405 ms');
  expect(text).toContain('1 of 3 trials');
});

test('a trial that never recovered is counted as longer than it was recorded', () => {
  const text = trialsReport([trial(200), trial(19_000), trial(19_000)]).replaceAll(/\s+/g, ' ');
  expect(text).toContain('median > 18.90 s');
  expect(text).toContain('2 censored');
});

test('no trial is no report', () => {
  expect(trialsReport([])).toBe('');
});

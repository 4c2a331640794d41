import { expect, test } from 'vitest';
import type { HistoryEvent } from '../../core/history.ts';
import { known, literalReport, oneKill } from '../literal-report.ts';
import { htmlReport } from './index.ts';
import { timelineData } from './timeline-data.ts';

const hostile = `</script><script>alert("1")</script>`;
const said = (t: number, line: string): HistoryEvent => {
  return { t, type: 'log', machine: 'toy-1', service: 'toyd', line };
};

test('the page loads nothing and forbids itself to', () => {
  const page = htmlReport(literalReport({ events: oneKill }));
  expect(page).toContain('default-src &#39;none&#39;');
  expect(page).not.toMatch(/<(link|img|iframe)\b|\ssrc=|@import|url\(/);
});

test('nothing in a history can add a script to the page', () => {
  const report = literalReport({
    header: { title: hostile, replay: hostile, run: hostile, versions: { [hostile]: hostile } },
    events: [...oneKill, said(1_100, hostile)],
    damage: hostile,
  });
  expect(htmlReport(report).match(/<script\b/g)).toHaveLength(2);
  expect(htmlReport(report)).not.toContain('alert("1")');
});

test('a damaged history says so before anything else', () => {
  const page = htmlReport(
    literalReport({ damage: 'line 7 is not a whole event', kind: 'unknown' }),
  );
  const [notice, verdict] = [page.indexOf('history is damaged'), page.indexOf('class="badge"')];
  expect(notice).toBeGreaterThan(0);
  expect(notice).toBeLessThan(verdict);
});

test('a run that broke shows the error and what to do', () => {
  const error = { code: 'NOT_READY', message: 'toy-2 not ready', hint: 'see toy-2.log' };
  const page = htmlReport(
    literalReport({ kind: 'error', events: [{ t: 9, type: 'end', outcome: 'error', error }] }),
  );
  expect(page).toContain('<span>error</span>');
  expect(page).toContain('see toy-2.log');
});

test('a history of nothing is a page, with no timeline', () => {
  const page = htmlReport(literalReport({ header: { schedule: [], workloads: [] } }));
  expect(page).toContain('The history holds no event to draw.');
});

test('log lines are those from 1 s before the blow to 1 s after the last client was back', () => {
  const events = [...oneKill, ...[-1, 0, 3_000, 3_001, 9_000].map((t) => said(t, `said at ${t}`))];
  const report = literalReport({ events, findings: { 'rto.all': [known(1_000)] } });
  expect(htmlReport(report).match(/said at -?\d+/g)).toEqual(['said at 0', 'said at 3000']);
});

test('the timeline starts at steady and shows what each machine said of itself', () => {
  const observation = { type: 'observation', system: 'toy', machine: 'toy-1' } as const;
  const up = { ...observation, reachable: true, role: 'primary', members: ['toy-1'] };
  const { view, machines } = timelineData(
    literalReport({
      events: [
        { t: 0, type: 'phase', phase: 'form' },
        { t: 500, type: 'phase', phase: 'steady' },
        { ...up, t: 500, state: { status: 'Primary', state: 'Synced', committed: 1 } },
        { ...up, t: 600, state: { status: 'Primary', state: 'Synced', committed: 2 } },
        { ...observation, t: 700, reachable: false, role: 'none', members: [], state: {} },
        { t: 800, type: 'phase', phase: 'final' },
        { t: 900, type: 'end', outcome: 'complete' },
      ],
    }),
  );
  expect(view).toEqual([500, 800]);
  expect(machines).toEqual([
    {
      system: 'toy',
      machine: 'toy-1',
      spans: [
        { from: 500, to: 700, look: 'primary', label: 'primary, Synced' },
        { from: 700, to: 800, look: 'unreachable', label: 'unreachable' },
      ],
    },
  ]);
});

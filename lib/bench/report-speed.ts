import { historyOf } from '../core/event-log.ts';
import type { HistoryEvent } from '../core/history.ts';
import { type Report, reportOf } from '../core/report.ts';
import { measures } from '../measures/index.ts';
import { runInMemory } from '../memory/run-in-memory.ts';
import { htmlReport } from '../reporters/html/index.ts';
import { elapsed, type Timing, timed } from './median.ts';
import type { ReportPages } from './report-pages.ts';

export interface ReportSpeed {
  readonly megabytes: number;
  /** From a new window to the timeline on the screen, and the window closed again. */
  readonly opened: Timing;
}

/** How large the page of a run of so many operations is, and how soon it can be read. */
export async function reportSpeed(
  pages: ReportPages,
  { operations, minutes }: { readonly operations: number; readonly minutes: number },
): Promise<ReportSpeed> {
  const html = htmlReport(await busyReport(operations, minutes * 60_000));
  const opened = await timed(5, () =>
    elapsed(async () => {
      const page = await pages.open(html);
      await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)))');
      const charts = await page.locator('.chart canvas').count();
      if (charts === 0) throw new Error('expected the page to draw its charts, found none');
      await page.context().close();
    }),
  );
  if (pages.complaints.length > 0) throw new Error(pages.complaints.join('\n'));
  return { megabytes: html.length / 1e6, opened };
}

/** A run on the toy cluster whose load is replaced by one of so many operations. */
async function busyReport(operations: number, lengthMs: number): Promise<Report> {
  const { header, events } = (await runInMemory()).history;
  const others = [...events].filter((event) => !('workload' in event) && event.type !== 'end');
  const all = [...others, ...load(operations, lengthMs)];
  const end = { t: lengthMs + 1_000, type: 'end', outcome: 'complete' } as const;
  const history = historyOf(header, [...all, end]);
  return reportOf(
    history,
    measures.filter(({ name }) => name === 'rto.all'),
    [],
  );
}

/** Every 50th operation fails or is slow, each in its own way: no two alike. */
function* load(operations: number, lengthMs: number): Generator<HistoryEvent> {
  const workload = 'set';
  for (let id = 0; id < operations; id += 1) {
    const due = (id / operations) * lengthMs;
    const latency = id % 50 === 0 ? 100 + (id % 799) : 1 + (id % 17) / 4;
    yield { t: due, type: 'invoke', workload, id, lane: id % 6, due, f: 'add', value: id };
    const t = due + latency;
    if (id % 150 !== 0) yield { t, type: 'ok', workload, id, machine: `toy-${(id % 3) + 1}` };
    else yield { t, type: 'fail', workload, id, error: { code: 'GONE', message: `no ${id}` } };
  }
}

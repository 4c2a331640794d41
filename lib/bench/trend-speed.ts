import { appendFileSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monotonicClock } from '../core/clock.ts';
import { seededRandom } from '../core/random.ts';
import { reportOf } from '../core/report.ts';
import { readStore, storePath, storeRun } from '../harness/run-store.ts';
import { writeTrend } from '../harness/write-trend.ts';
import { measures } from '../measures/index.ts';
import { runInMemory } from '../memory/run-in-memory.ts';
import { jsonReport } from '../reporters/json.ts';
import type { Results } from '../reporters/results-schema.ts';

export interface TrendSpeed {
  readonly runs: number;
  readonly storeBytes: number;
  readonly pageBytes: number;
  /** To read the store and write the page, as `blackstart trend` does. */
  readonly ms: number;
  /** What the end of a run takes longer with so many before it. */
  readonly addMs: number;
}

/** Scenarios of `npm test`, about, each with as many blows as a rolling restart has. */
const SCENARIOS = 60;
const BLOWS = 3;

/** What a store of so many runs costs, on results as a real run leaves them. */
export async function trendSpeed(runs: number): Promise<TrendSpeed> {
  const reports = mkdtempSync(join(tmpdir(), 'blackstart-bench-'));
  try {
    const { history } = await runInMemory();
    const results = jsonReport(reportOf(history, measures));
    for (let index = 0; index < runs; index += 1) write(reports, varied(results, index));
    const startedAt = monotonicClock.now();
    const { html } = writeTrend(reports, readStore(reports));
    const ms = monotonicClock.now() - startedAt;
    const one = varied(results, runs);
    const folder = join(reports, folderOf(one));
    mkdirSync(folder);
    writeFileSync(join(folder, 'results.json'), JSON.stringify(one));
    const addedAt = monotonicClock.now();
    storeRun(folder);
    writeTrend(reports, readStore(reports));
    const addMs = monotonicClock.now() - addedAt;
    const [storeBytes, pageBytes] = [storePath(reports), html].map((path) => statSync(path).size);
    return { runs, storeBytes: storeBytes ?? 0, pageBytes: pageBytes ?? 0, ms, addMs };
  } finally {
    rmSync(reports, { recursive: true });
  }
}

const folderOf = ({ run, scenario }: Results): string => `${run}-${scenario}`;

function write(reports: string, results: Results): void {
  const line = JSON.stringify({ folder: folderOf(results), results });
  appendFileSync(storePath(reports), `${line}\n`);
}

/** Another run of the same: its own time, and recovery times of its own. */
function varied(results: Results, index: number): Results {
  const random = seededRandom(index, 'trend');
  const startedAt = new Date(Date.UTC(2026, 0, 1) + index * 600_000).toISOString();
  const run = `${startedAt.slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')}-aaaa`;
  const measurements = Array.from({ length: BLOWS }, (_, blow) =>
    results.measurements.map((one): Results['measurements'][number] => {
      const subject = one.subject.blow === undefined ? one.subject : { ...one.subject, blow };
      return one.status === 'known'
        ? { ...one, subject, value: one.value * (0.9 + 0.2 * random.next()) }
        : { ...one, subject };
    }),
  ).flat();
  return { ...results, run, startedAt, measurements, scenario: `toy-${index % SCENARIOS}` };
}

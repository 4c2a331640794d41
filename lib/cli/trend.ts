import { existsSync, statSync } from 'node:fs';
import { relative } from 'node:path';
import { Command } from 'commander';
import { messageOf, UsageError } from '../core/errors.ts';
import { type Keep, type Pruning, pruneRuns } from '../harness/prune-runs.ts';
import { readStore, rebuildStore, type Store } from '../harness/run-store.ts';
import { writeTrend } from '../harness/write-trend.ts';
import { trendReport } from '../reporters/trend/console.ts';
import { trendJson } from '../reporters/trend/json.ts';
import { parseKeep } from './keep.ts';

interface TrendFlags {
  readonly reports: string;
  readonly rebuild?: true;
  readonly keep?: Keep;
  readonly dryRun?: true;
  readonly json?: true;
}

/** `blackstart trend`: what all runs show together, as a page and in a few lines. */
export function trendCommand(): Command {
  return new Command('trend')
    .description('show what all runs show together: the night, histories, what is flaky or drifts')
    .option('--reports <folder>', 'the folder that the runs lie in', 'reports')
    .option('--rebuild', 'write the store (runs.jsonl) anew from the run folders')
    .option(
      '--keep <number or age>',
      'remove the folders of older runs: 500, 12h, 30d, 8w',
      parseKeep,
    )
    .option('--dry-run', 'with --keep: only say what would be removed')
    .option('--json', 'print all of it as JSON')
    .addHelpText('after', EXAMPLES)
    .action((flags: TrendFlags) => {
      const { reports, keep, json } = flags;
      assertSound(flags);
      const store = storeOf(flags);
      const mode = flags.dryRun === true ? 'find' : 'remove';
      const pruning = keep === undefined ? undefined : pruneRuns(reports, { keep, mode });
      const { trend, html } = writing(reports, () => writeTrend(reports, store));
      if (json === true) {
        const { damage, added } = store;
        console.log(
          JSON.stringify({ ...trendJson(trend), page: html, damage, added, pruning }, null, 2),
        );
        return;
      }
      for (const damage of store.damage) console.log(`not read: ${damage}`);
      if (pruning !== undefined) printPruning(pruning, mode);
      console.log(trendReport(trend));
      console.log(`  page: ${relative(process.cwd(), html) || html}`);
      if (store.damage.length > 0) console.log('  next: blackstart trend --rebuild');
    });
}

const EXAMPLES = `
Examples:
  blackstart trend                          write reports/index.html, and say what it shows
  blackstart trend --json                   the same for a machine
  blackstart trend --keep 30d --dry-run     which run folders are older than 30 days
  blackstart trend --keep 500               remove all run folders but the newest 500
  blackstart trend --rebuild                write reports/runs.jsonl anew from the run folders

Numbers of runs whose folders were removed stay in runs.jsonl, and on the page.`;

function assertSound({ reports, keep, dryRun }: TrendFlags): void {
  if (dryRun === true && keep === undefined) {
    throw new UsageError('--dry-run: expected --keep beside it, found none', {
      hint: 'For example blackstart trend --keep 30d --dry-run.',
    });
  }
  if (existsSync(reports) && statSync(reports).isDirectory()) return;
  throw new UsageError(
    `--reports: expected a folder that runs were made in, found none at ${reports}`,
    {
      hint: 'Make a run first (blackstart run galera-kill), or name another folder.',
    },
  );
}

function storeOf({ reports, rebuild }: TrendFlags): Store {
  const store = writing(reports, () =>
    rebuild === true ? rebuildStore(reports) : readStore(reports),
  );
  if (store.runs.length > 0) return store;
  const why = store.damage.length > 0 ? `: ${store.damage.join('; ')}` : '';
  throw new UsageError(`--reports: expected a folder with runs, found none in ${reports}${why}`, {
    hint: 'Make a run first (blackstart run galera-kill), or name another folder.',
  });
}

/** Store and page lie in the folder of the reports. */
function writing<T>(reports: string, write: () => T): T {
  try {
    return write();
  } catch (cause) {
    throw new UsageError(`--reports: expected a folder that can be written, ${messageOf(cause)}`, {
      hint: `See who may write to ${reports}, and how much room there is.`,
      cause,
    });
  }
}

function printPruning({ removed, left }: Pruning, mode: 'remove' | 'find'): void {
  const verb = mode === 'remove' ? 'removed' : 'would remove';
  for (const { folder, bytes } of removed) console.log(`${verb} ${folder} (${megabytes(bytes)})`);
  for (const { folder, why } of left) console.log(`left ${folder}: ${why}`);
  const all = removed.reduce((sum, { bytes }) => sum + bytes, 0);
  console.log(`${verb} ${removed.length} run folders, ${megabytes(all)}`);
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

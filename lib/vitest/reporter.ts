import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Reporter } from 'vitest/node';
import { RUN_LIST } from '../harness/announce-run.ts';
import { matrixReport } from '../reporters/matrix.ts';
import { type Results, resultsSchema } from '../reporters/results-schema.ts';

/**
 * A reporter for vitest that ends with the matrix of all runs: `reporters: ['default', new
 * BlackstartReporter()]`. What it shows is what was written: each run's results.json.
 *
 * It has a door of its own: `blackstart/vitest` brings matchers, which only a test can load.
 */
export class BlackstartReporter implements Reporter {
  #path = '';
  #seen = 0;

  /** Before any worker starts, so that each of them inherits where runs are to be listed. */
  onInit(): void {
    process.env[RUN_LIST] ??= join(mkdtempSync(join(tmpdir(), 'blackstart-runs-')), 'list');
    this.#path = process.env[RUN_LIST];
  }

  onTestRunStart(): void {
    this.#seen = foldersIn(this.#path).length;
  }

  onTestRunEnd(): void {
    const runs = foldersIn(this.#path).slice(this.#seen).map(resultsIn);
    if (runs.length > 0) console.log(`\n${matrixReport(runs)}\n`);
  }
}

function foldersIn(path: string): readonly string[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}

const resultsIn = (folder: string): Results =>
  resultsSchema.parse(JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8')));

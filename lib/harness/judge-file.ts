import { type Report, reportOf } from '../core/report.ts';
import { measures } from '../measures/index.ts';
import { readHistoryFile } from '../run/history-file.ts';

/**
 * The report of a stored history, with today's measures; needs no containers.
 *
 * @param path a run's `history.jsonl`
 * @throws UsageError where there is no history to read; a damaged one gives a report in doubt
 */
export async function judgeFile(path: string): Promise<Report> {
  return reportOf(await readHistoryFile(path), measures);
}

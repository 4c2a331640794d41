import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../core/errors.ts';

/** More would not be read. */
const SHOWN = 5;

const isRun = (folder: string): boolean =>
  existsSync(join(folder, 'history.jsonl')) && statSync(folder).isDirectory();

/**
 * The folder of a run, by its path, by its name below the folder of reports, or by its id.
 *
 * @throws UsageError that lists the newest runs
 */
export function findRun(wanted: string, reports: string): string {
  const below = existsSync(reports)
    ? readdirSync(reports).filter((name) => isRun(join(reports, name)))
    : [];
  const byId = below.filter((name) => name.startsWith(wanted) && wanted !== '');
  const candidates = [wanted, join(reports, wanted), ...byId.map((name) => join(reports, name))];
  const found = candidates.find(isRun);
  if (found !== undefined) return found;
  const newest = below.toSorted().reverse().slice(0, SHOWN);
  throw new UsageError(
    `expected a run: a folder with a history.jsonl, or its name below ${reports}, found '${wanted}'`,
    {
      hint:
        newest.length === 0
          ? `There is none below ${reports} yet: blackstart run leaves one.`
          : `The newest are: ${newest.join(', ')}.`,
    },
  );
}

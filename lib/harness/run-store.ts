import {
  appendFileSync,
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { messageOf } from '../core/errors.ts';
import { type ParsedStore, parseStore } from '../reporters/trend/parse-store.ts';
import { replaceFile } from './replace-file.ts';

/** The file below a folder of reports that has the results of all its runs, a line each. */
export const storePath = (reports: string): string => join(reports, 'runs.jsonl');

/** What a store holds, and what had to be done for it. */
export interface Store extends ParsedStore {
  /** Runs whose line was missing, as after a crash, and was written anew from their folder. */
  readonly added: readonly string[];
}

/** Adds a run to the store of the folder that it lies in, from the results.json that it left. */
export function storeRun(folder: string): void {
  append(dirname(folder), lineOf(folder));
}

/** Reads the store; runs that it lacks are added from their folders first. */
export function readStore(reports: string): Store {
  const before = parseStore(textOf(reports));
  const known = new Set(before.runs.map(({ folder }) => folder));
  const { lines, unreadable } = readFolders(
    reports,
    runFolders(reports).filter((folder) => !known.has(folder)),
  );
  for (const { line } of lines) append(reports, line);
  const { runs, damage } = lines.length === 0 ? before : parseStore(textOf(reports));
  return { runs, damage: [...damage, ...unreadable], added: lines.map(({ folder }) => folder) };
}

/**
 * Writes the store anew from the run folders, in one step. The line of a run whose folder is gone is
 * all that is left of it, and stays.
 */
export function rebuildStore(reports: string): Store {
  const folders = runFolders(reports);
  const { lines, unreadable } = readFolders(reports, folders);
  const gone = textOf(reports)
    .split('\n')
    .filter((line) => parseStore(line).runs.some(({ folder }) => !folders.includes(folder)));
  const all = [...gone, ...lines.map(({ line }) => line)];
  replaceFile(storePath(reports), all.map((line) => `${line}\n`).join(''));
  const { runs, damage } = parseStore(textOf(reports));
  return { runs, damage: [...damage, ...unreadable], added: lines.map(({ folder }) => folder) };
}

/** Folders with the results of a run; a link such as `latest` is none. */
function runFolders(reports: string): readonly string[] {
  return readdirSync(reports, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(reports, entry.name, 'results.json')))
    .map(({ name }) => name)
    .toSorted();
}

interface Folders {
  readonly lines: readonly { readonly folder: string; readonly line: string }[];
  readonly unreadable: readonly string[];
}

function readFolders(reports: string, folders: readonly string[]): Folders {
  const read = folders.map((folder) => {
    try {
      const line = lineOf(join(reports, folder));
      const [damage] = parseStore(line).damage;
      return damage === undefined ? { folder, line } : `${folder}/results.json: ${damage}`;
    } catch (error) {
      return `${folder}/results.json: ${messageOf(error)}`;
    }
  });
  return {
    lines: read.filter((one) => typeof one !== 'string'),
    unreadable: read.filter((one) => typeof one === 'string'),
  };
}

function lineOf(folder: string): string {
  const results: unknown = JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8'));
  return JSON.stringify({ folder: basename(folder), results });
}

/**
 * In one write, so that two runs which end at once don't mix their lines. A line that a crash cut off
 * is closed first: it must not take the next one with it.
 *
 * Nobody waits for the disk: what is lost with it is written anew from the run's folder.
 */
function append(reports: string, line: string): void {
  const path = storePath(reports);
  appendFileSync(path, `${endsWithin(path) ? '\n' : ''}${line}\n`);
}

/** Whether a file ends in the middle of a line. */
function endsWithin(path: string): boolean {
  if (!existsSync(path)) return false;
  const file = openSync(path, 'r');
  try {
    const last = Buffer.alloc(1);
    const { size } = fstatSync(file);
    return readSync(file, last, 0, 1, Math.max(0, size - 1)) === 1 && last[0] !== NEWLINE;
  } finally {
    closeSync(file);
  }
}

const NEWLINE = 10;

function textOf(reports: string): string {
  const path = storePath(reports);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

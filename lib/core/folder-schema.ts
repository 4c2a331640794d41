import { AsyncLocalStorage } from 'node:async_hooks';
import { statSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { z } from 'zod';
import { packageFolder } from './package-folder.ts';

/** What comes with Blackstart, wherever that is installed. */
const OURS = 'blackstart:';

const base = new AsyncLocalStorage<string>();

/** Reads or writes what holds folders: those in it are relative to this one. */
export const relativeTo = <T>(folder: string, act: () => T): T => base.run(folder, act);

/**
 * A folder as files have it: relative to the file, or `blackstart:fixtures/...` for one that comes with
 * Blackstart. An absolute path in TypeScript.
 */
export const folder = z.codec(z.string().min(1).meta({ title: 'folder' }), z.string(), {
  decode: (written, { issues }) => {
    const path = written.startsWith(OURS)
      ? join(packageFolder, written.slice(OURS.length))
      : resolve(here(), written);
    if (!isFolder(path)) {
      const message = `expected a folder of files, found '${written}': ${path} is none`;
      issues.push({ code: 'custom', input: written, message });
    }
    return path;
  },
  encode: (path) => {
    const ours = relative(packageFolder, resolve(path));
    if (isInside(ours, 'fixtures')) return `${OURS}${ours.split(sep).join('/')}`;
    const theirs = relative(here(), resolve(path));
    return theirs.startsWith('..') ? resolve(path) : `./${theirs}`;
  },
});

/** Several, each on top of the one before. */
export const folders = z.array(folder).readonly();

const here = (): string => base.getStore() ?? process.cwd();

const isFolder = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

const isInside = (path: string, folder: string): boolean =>
  !isAbsolute(path) && (path === folder || path.startsWith(`${folder}${sep}`));

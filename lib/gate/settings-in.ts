import type { Files } from './files.ts';
import { parserOf } from './parse-settings.ts';

/** What files say, each setting once, by `program: where it stands`. */
export type Settings = ReadonlyMap<string, string>;

/**
 * The settings that a product would find in its files, in the order in which it reads them: comments,
 * blanks, and what a later file overrides are gone.
 */
export function settingsIn(files: Files): Settings {
  const settings = new Map<string, string>();
  for (const [path, text] of [...files].toSorted(inReadingOrder)) {
    const [system = '', ...rest] = path.split('/');
    const { parse, repeats } = parserOf(system, rest.join('/'));
    const own = new Map<string, string>();
    for (const { where, value } of parse(text)) {
      const key = `${ownerOf(system, rest.join('/'))}: ${where}`;
      const before = own.get(key);
      own.set(key, repeats && before !== undefined ? `${before}\n${value}` : value);
    }
    for (const [key, value] of own) settings.set(key, value);
  }
  return settings;
}

/** By their names; a product's main file comes before those that it includes. */
function inReadingOrder([one]: readonly [string, string], [other]: readonly [string, string]) {
  const rank = (path: string): string => path.replace(/\/(redis|sentinel|keystone)\.conf$/, '/');
  return rank(one) < rank(other) ? -1 : 1;
}

/** Two programs of one system may have settings of one name. */
function ownerOf(system: string, name: string): string {
  if (system === 'redis') return name.startsWith('sentinel') ? 'sentinel' : 'redis';
  return system === 'edge' || name === 'uwsgi.ini' ? name : system;
}

/** A setting that differs. */
export interface ChangedSetting {
  /** What is the same for each of several machines is one: `server edge-#`. */
  readonly where: string;
  /** Undefined where it is not set. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Every setting that differs, however many lines and machines it takes to say so. */
export function changedSettings(before: Settings, after: Settings): readonly ChangedSetting[] {
  const keys = [...new Set([...before.keys(), ...after.keys()])];
  const changed = keys.flatMap((key) => {
    const [was, is] = [before.get(key), after.get(key)];
    return was === is ? [] : [{ where: forAnyMachine(key), before: was, after: is }];
  });
  return [...new Map(changed.map((one) => [JSON.stringify(one), one])).values()];
}

const forAnyMachine = (key: string): string => key.replaceAll(/\b(edge|controller)-\d+\b/g, '$1-#');

import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { messageOf, UsageError } from '../core/errors.ts';
import { type FileKind, fileKinds, knownSystems } from './file-kinds.ts';

/** One file of an operator's folder, and whose it is. */
export interface LayerFile {
  readonly system: string;
  /** Its path within its system's folder. */
  readonly name: string;
  readonly path: string;
  readonly kind: FileKind;
  readonly text: string;
}

/** An operator's folder of configuration files, to be put on top of others, file by file. */
export interface Layer {
  readonly folder: string;
  readonly files: readonly LayerFile[];
}

/**
 * Reads a folder of files: each in a folder named after its system, or by itself under a name that only
 * one system has. Nothing is passed over in silence but what begins with a dot, and README.
 *
 * @param what what the folder is to its reader, for messages: `--candidate`
 */
export function readLayer(what: string, folder: string): Layer {
  const paths = pathsIn(what, folder).filter((path) => !isAside(path));
  const files = paths.map((path) => recognised(what, folder, path));
  if (files.length === 0) {
    throw new UsageError(`${what}: expected configuration files, found none in ${folder}`, {
      hint: HINT,
    });
  }
  assertEachOnce(what, files);
  return { folder, files };
}

const HINT = `Name files as their product does (redis.conf, haproxy.cfg, *.cnf), or put them into folders named after systems: ${knownSystems.join(', ')}.`;

function pathsIn(what: string, folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map(({ parentPath, name }) => join(parentPath, name).slice(join(folder, sep).length))
      .map((path) => path.replaceAll(sep, '/'))
      .toSorted();
  } catch (cause) {
    throw new UsageError(`${what}: expected a folder of files, ${messageOf(cause)}`, {
      hint: HINT,
      cause,
    });
  }
}

const isAside = (path: string): boolean =>
  path.split('/').some((part) => part.startsWith('.')) || /(^|\/)README[^/]*$/i.test(path);

function recognised(what: string, folder: string, path: string): LayerFile {
  const [first = '', ...rest] = path.split('/');
  const system = rest.length > 0 && knownSystems.includes(first) ? first : undefined;
  const name = system === undefined ? path : rest.join('/');
  const namesake = fileKinds.find(({ alone }) => alone.test(name));
  if (system !== undefined && namesake !== undefined && namesake.system !== system) {
    throw mixedUp(
      `${what}: ${path} is in the folder of ${system}, and its name is that of a file of ${namesake.system}`,
    );
  }
  const kind =
    system === undefined
      ? namesake
      : fileKinds.find((one) => one.system === system && one.inFolder.test(name));
  if (kind === undefined) throw unknown(what, folder, path, system);
  const full = join(folder, path);
  const text = readFileSync(full, 'utf8');
  assertOwnContent(what, path, text, kind);
  return { system: kind.system, name, path: full, kind, text };
}

/** What no product would read would change nothing, and its author believes it does. */
function unknown(what: string, folder: string, path: string, system?: string): UsageError {
  const reader = system ?? 'system';
  return new UsageError(
    `${what}: expected files that a system reads, found ${path} in ${folder}, which no ${reader} here does`,
    { hint: HINT },
  );
}

function assertOwnContent(what: string, path: string, text: string, kind: FileKind): void {
  if (kind.telltale.test(text)) return;
  const others = fileKinds.filter((other) => other.system !== kind.system);
  const other = others.find(({ telltale }) => telltale.test(text));
  if (other === undefined) return;
  const from = text.slice(other.telltale.exec(text)?.index ?? 0).trim();
  const line = from.split('\n')[0] ?? '';
  throw mixedUp(
    `${what}: ${path} should be a file of ${kind.system}, and reads like one of ${other.system} ('${line}')`,
  );
}

const mixedUp = (message: string): UsageError =>
  new UsageError(message, {
    hint: 'Two systems’ files are mixed up: put each where its own system reads it.',
  });

function assertEachOnce(what: string, files: readonly LayerFile[]): void {
  const nameOf = ({ system, name }: LayerFile) => `${system}/${name}`;
  const names = files.map(nameOf);
  const twice = files.find((file, index) => names.indexOf(nameOf(file)) !== index);
  if (twice === undefined) return;
  throw new UsageError(`${what}: expected each file once, found two for ${nameOf(twice)}`, {
    hint: 'One lies in the folder of its system, the other one beside it: keep one.',
  });
}

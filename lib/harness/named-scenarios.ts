import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../core/errors.ts';
import type { Scenario } from '../core/scenario.ts';
import { readScenario } from '../scenarios/read-scenario.ts';
import { chooseScenarios, loadScenarios } from './scenarios.ts';

const isFile = (name: string): boolean => /\.(ya?ml|json)$/.test(name);

/**
 * The scenarios that a command line names, in its order: by name, as files in YAML or JSON, and as
 * folders of such files. All of the suites where nothing is named.
 */
export async function namedScenarios(
  names: readonly string[],
  suites: string | undefined,
): Promise<readonly Scenario[]> {
  if (names.length === 0) return loadScenarios(suites);
  const known = names.every(isPath) ? [] : await loadScenarios(suites);
  return names.flatMap((name) => {
    if (known.some((scenario) => scenario.name === name)) return chooseScenarios(known, [name]);
    if (isPath(name) || isFolder(name)) return filesAt(name).map(readScenario);
    return chooseScenarios(known, [name]);
  });
}

/** No scenario is called like that. */
const isPath = (name: string): boolean => isFile(name) || name === '.' || name.includes('/');

const isFolder = (path: string): boolean => existsSync(path) && statSync(path).isDirectory();

/** The file, or those of a folder. */
function filesAt(path: string): readonly string[] {
  if (!isFolder(path)) return [path];
  const files = readdirSync(path).filter(isFile).toSorted();
  if (files.length > 0) return files.map((name) => join(path, name));
  throw new UsageError(`${path}: expected a folder with scenarios (*.yaml, *.json), found none`, {
    hint: 'blackstart scenario export galera-kill prints one to begin with; suites go with --suites.',
  });
}

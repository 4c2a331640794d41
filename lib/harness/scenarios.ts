import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UsageError } from '../core/errors.ts';
import { packageFolder } from '../core/package-folder.ts';
import type { Scenario } from '../core/scenario.ts';

/** The suites that come with Blackstart. */
export const ownSuites = join(packageFolder, 'suites');

/** Every scenario that the files of a folder export, in the order of files and exports. */
export async function loadScenarios(folder: string = ownSuites): Promise<readonly Scenario[]> {
  const modules = await importSuites(folder);
  const scenarios = modules.flatMap((exported) => Object.values(exported).filter(isScenario));
  assertDistinct(scenarios, folder);
  return scenarios;
}

/** What the files of a folder export, in their order. */
export const importSuites = (folder: string): Promise<readonly Record<string, unknown>[]> =>
  Promise.all(suiteFiles(folder).map((file) => import(pathToFileURL(resolve(folder, file)).href)));

/** A scenario that another one hides could never be asked for. */
function assertDistinct(scenarios: readonly Scenario[], folder: string): void {
  const names = scenarios.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return;
  throw new UsageError(`${folder}: expected a name a scenario, found two named '${twice}'`, {
    hint: 'Give each its own: `blackstart run` and reports go by it.',
  });
}

/** The scenarios with these names, or a UsageError that says which there are. */
export function chooseScenarios(
  scenarios: readonly Scenario[],
  names: readonly string[],
): readonly Scenario[] {
  return names.map((name) => {
    const found = scenarios.find((scenario) => scenario.name === name);
    if (found !== undefined) return found;
    throw new UsageError(`expected the name of a scenario, found '${name}'`, {
      hint: `There are: ${scenarios.map((scenario) => scenario.name).join(', ')} (blackstart list).`,
    });
  });
}

function suiteFiles(folder: string): readonly string[] {
  const files = existsSync(folder) ? readdirSync(folder).toSorted() : [];
  const suites = files.filter((file) => /\.[jt]s$/.test(file) && !/\.(test|d)\.[jt]s$/.test(file));
  if (suites.length > 0) return suites;
  throw new UsageError(`expected a folder with suites (*.ts), found none in ${folder}`, {
    hint: 'Give another one with --suites, or leave it out for the ones that come with Blackstart.',
  });
}

function isScenario(value: unknown): value is Scenario {
  return typeof value === 'object' && value !== null && 'topology' in value && 'schedule' in value;
}

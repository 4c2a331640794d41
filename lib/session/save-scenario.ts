import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { ATTACHED_SETTING } from '../core/attached-project.ts';
import { chaos } from '../core/chaos.ts';
import { messageOf, UsageError } from '../core/errors.ts';
import type { History } from '../core/history.ts';
import { inShell } from '../core/in-shell.ts';
import type { Scenario } from '../core/scenario.ts';
import { configsIn } from '../core/with-config.ts';
import type { Environment } from '../engine/endpoint.ts';
import { readHistoryFile } from '../run/history-file.ts';
import { documentOf } from '../scenarios/document-of.ts';
import { readScenario } from '../scenarios/read-scenario.ts';
import { written, yamlOf } from '../scenarios/write-scenario.ts';
import { clusters } from './clusters.ts';
import { BROUGHT_UP } from './keep-cluster.ts';
import { recordedScenario } from './recorded-scenario.ts';

export interface SaveOptions {
  readonly name: string;
  readonly title: string | undefined;
  /** The folder of a run; that of the cluster that is up, or of the last one, if it is not given. */
  readonly from: string | undefined;
  readonly env: Environment;
}

export interface SavedScenario {
  readonly file: string;
  readonly blows: number;
  /** What it was brought up with and no scenario says, as options of `run`; empty where that is nothing. */
  readonly options: readonly string[];
}

/** Writes what was done by hand as a file of a scenario. */
export async function saveScenario({
  name,
  title,
  from,
  env,
}: SaveOptions): Promise<SavedScenario> {
  const folder = from ?? lastFolder(env);
  const broughtUp = join(folder, BROUGHT_UP);
  if (!existsSync(broughtUp)) {
    await assertNotAttached(folder);
    throw new UsageError(`${folder}: expected what was done by hand, found no ${BROUGHT_UP}`, {
      hint: 'Name the folder of its run with --from; a scenario that was run is: blackstart scenario export.',
    });
  }
  const history = await readHistoryFile(join(folder, 'history.jsonl'));
  const asked = readScenario(broughtUp);
  const scenario = recordedScenario(history, asked, {
    name,
    title: title ?? `What was done by hand on ${history.header.startedAt.slice(0, 10)}`,
  });
  // Refuses a name that no scenario may have.
  chaos(name, scenario);
  if (scenario.schedule.length === 0) {
    throw new UsageError(`${folder}: expected a blow that was struck, found none`, {
      hint: 'blackstart fault kill <machine> --for 10s strikes one.',
    });
  }
  const document = documentOf(scenario);
  if ('because' in document) throw new RangeError(document.because.join('; '));
  const file = `${name}.yaml`;
  writeNew(file, yamlOf(written(document, dirname(resolve(file)))));
  const options = optionsBeside(history, asked);
  return { file, blows: scenario.schedule.length, options };
}

/** `--profile` and `--config`, as a person in this folder would write them. */
function optionsBeside({ header }: History, { topology }: Scenario): readonly string[] {
  const { settings } = header.topology;
  const { profile } = settings;
  const isSaid = profile === undefined || topology.settings['profile'] === profile;
  return [
    ...(isSaid ? [] : ['--profile', `${profile}`]),
    ...Object.entries(configsIn(settings)).flatMap(([system, path]) => {
      const here = relative(process.cwd(), path);
      return ['--config', inShell(`${system}=${here.startsWith('..') ? path : here}`)];
    }),
  ];
}

/** A run starts machines of its own: what was done to somebody else's can't be asked of those. */
async function assertNotAttached(folder: string): Promise<void> {
  const path = join(folder, 'history.jsonl');
  if (!existsSync(path)) return;
  const { header } = await readHistoryFile(path);
  const project = header.topology.settings[ATTACHED_SETTING];
  if (project === undefined) return;
  throw new UsageError(
    `${folder}: expected a cluster of Blackstart's own, found the attached project ${project}`,
    { hint: 'A scenario starts its machines itself; attach again, and strike again by hand.' },
  );
}

function lastFolder(env: Environment): string {
  const all = clusters(env).flatMap(({ keeper }) => keeper?.folder ?? []);
  const [only] = all;
  if (only !== undefined && all.length === 1) return only;
  if (all.length === 0) return join('reports', 'latest');
  throw new UsageError('expected --from, as several clusters are up', {
    hint: `One of: ${all.join(', ')}.`,
  });
}

function writeNew(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: 'wx' });
  } catch (cause) {
    throw new UsageError(`${file}: expected a file that can be made, ${messageOf(cause)}`, {
      hint: 'Give the scenario another name, or move the file away.',
      cause,
    });
  }
}

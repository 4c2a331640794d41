import { join } from 'node:path';
import { Command } from 'commander';
import { packageFolder } from '../core/package-folder.ts';
import type { Scenario } from '../core/scenario.ts';
import { type Configs, parseConfig } from '../core/with-config.ts';
import { setUp } from '../engine/set-up.ts';
import { planCluster, startKeeper } from '../session/bring-up.ts';
import { claimName, forget } from '../session/clusters.ts';
import { settingsIn } from '../session/plain-words.ts';
import { tell } from '../session/tell.ts';
import { type Activity, showActivity } from './activity.ts';
import { onInterruption } from './interruption.ts';
import { wholeNumber } from './numbers.ts';

interface UpFlags {
  readonly name?: string;
  readonly config: Configs;
  readonly profile?: string;
  readonly load: boolean;
  readonly skewableClock?: true;
  readonly seed?: number;
  readonly reports: string;
  readonly json?: true;
}

/** `blackstart up`: a cluster that stands until it is taken down. */
export function upCommand(): Command {
  return new Command('up')
    .description('bring a cluster up, to break it by hand: docs/by-hand.md')
    .argument('<topology>', 'one of docs/scenario-settings.md, or a file of a scenario')
    .argument('[setting=value...]', 'settings of the topology')
    .option('--name <name>', 'what other commands call it; the topology, unless told otherwise')
    .option('--config <system=folder>', 'its files on top of that system’s own', parseConfig, {})
    .option('--profile <name>', 'a folder of fixtures/profiles on top, a folder a system in it')
    .option('--no-load', 'ask nothing of it until `blackstart load start`')
    .option('--skewable-clock', 'prepare services for clock-skew; not all of them start so')
    .option('--seed <number>', 'decides whom `one` and `minority` mean', wholeNumber)
    .option('--reports <folder>', 'write the report below this folder', 'reports')
    .option('--json', 'print what there is as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (what: string, words: readonly string[], flags: UpFlags) => {
      const { name, config, profile, seed, reports, json } = flags;
      const { asked, scenario } = planCluster({
        ...{ what, name, config, profile, seed, reports },
        settings: settingsIn(words),
        load: flags.load ? 'usual' : 'none',
        clock: flags.skewableClock === true ? 'skewable' : 'plain',
      });
      const place = claimName(asked, process.env);
      using activity = showActivity();
      using interruption = onInterruption((said) => console.error(`\n${said}`));
      const { signal } = interruption;
      await prepare(scenario, { activity, signal, place });
      const calledOff = () => void tell({ place, name: asked.name }, { order: 'down' }).catch(none);
      signal.addEventListener('abort', calledOff, { once: true });
      const { steady, detail } = await tell(
        { place, name: asked.name },
        { order: 'stand' },
        activity.progress,
      );
      activity[Symbol.dispose]();
      const machines = scenario.topology.machines.map((machine) => machine.name);
      if (json === true) {
        console.log(JSON.stringify({ name: asked.name, machines, steady, detail }, null, 2));
        return;
      }
      console.log(`${asked.name} is up: ${machines.join(', ')}`);
      if (!steady) console.log(`  it was not steady, though: ${detail}`);
      console.log(
        `  next: blackstart status --watch, blackstart fault kill ${machines[0]} --for 10s`,
      );
      console.log('  in the end: blackstart down');
    });
}

const none = (): void => undefined;

/** All that needs a person, or may take minutes, is done before there is a process of its own. */
async function prepare(
  { topology }: Scenario,
  {
    activity: { progress, confirm },
    signal,
    place,
  }: { readonly activity: Activity; readonly signal: AbortSignal; readonly place: string },
): Promise<void> {
  const services = topology.machines.flatMap((machine) => machine.services);
  const images = [...new Set(['machine', ...services.map(({ image }) => image)])];
  try {
    await setUp({
      ...{ images, folder: join(packageFolder, 'images'), env: process.env },
      ...{ progress, confirm, signal },
    });
    signal.throwIfAborted();
    await startKeeper(place, process.env);
  } catch (error) {
    forget(place);
    throw error;
  }
}

const EXAMPLES = `
Examples:
  blackstart up galera                          three nodes, under load
  blackstart up galera nodes=5 --name five      a second cluster beside it
  blackstart up galera --config galera=my-change
  blackstart up incident.yaml                   what a scenario begins with`;

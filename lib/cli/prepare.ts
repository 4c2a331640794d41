import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { packageFolder } from '../core/package-folder.ts';
import { setUp } from '../engine/set-up.ts';
import { showActivity } from './activity.ts';
import { onInterruption } from './interruption.ts';

/** `blackstart prepare`: does all the set-up now that a first run would do. */
export function prepareCommand(): Command {
  return new Command('prepare')
    .description('set everything up that runs need: the engine, the base image, all images')
    .option('--json', 'print what there is as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  blackstart prepare      before a night of runs, or for a laptop that goes offline',
    )
    .action(async ({ json }: { readonly json?: true }) => {
      using interruption = onInterruption((words) => console.error(`\n${words}`));
      using activity = showActivity();
      const folder = join(packageFolder, 'images');
      const names = readdirSync(folder).filter((name) =>
        existsSync(join(folder, name, 'Dockerfile')),
      );
      const { images } = await setUp({
        images: names,
        folder,
        env: process.env,
        progress: activity.progress,
        confirm: activity.confirm,
        signal: interruption.signal,
      });
      activity[Symbol.dispose]();
      if (json === true)
        console.log(JSON.stringify({ images: Object.fromEntries(images) }, null, 2));
      else for (const tag of images.values()) console.log(tag);
      if (json !== true)
        console.log('\nEverything is there. Next: blackstart doctor, blackstart list');
    });
}

import { join } from 'node:path';
import { Command } from 'commander';
import { packageFolder } from '../core/package-folder.ts';
import { setUp } from '../engine/set-up.ts';
import { cureAttached } from '../harness/cure-attached.ts';
import { journalFolder } from '../harness/journal-file.ts';
import { planAttach } from '../session/attach.ts';
import { startKeeper } from '../session/bring-up.ts';
import { claimName, forget } from '../session/clusters.ts';
import { tell } from '../session/tell.ts';
import { type Activity, showActivity } from './activity.ts';
import { attachedAsJson, attachedLines, firstWords } from './attached-lines.ts';
import { connect } from './connect.ts';
import { curedLines } from './cured.ts';
import { onInterruption } from './interruption.ts';
import { wholeNumber } from './numbers.ts';

interface AttachFlags {
  readonly project?: string;
  readonly name?: string;
  readonly seed?: number;
  readonly reports: string;
  readonly dryRun?: true;
  readonly json?: true;
}

/** `blackstart attach`: somebody else's containers, to be broken by hand and left as they were. */
export function attachCommand(): Command {
  return new Command('attach')
    .description('break a running Compose project by hand, and leave it as it was: docs/attach.md')
    .option('--project <name>', 'the Compose project; nothing else is touched')
    .option('--name <name>', 'what other commands call it; the project’s name, if not given')
    .option('--dry-run', 'only show what may be touched')
    .option('--seed <number>', 'decides whom `one` and `minority` mean', wholeNumber)
    .option('--reports <folder>', 'write the report below this folder', 'reports')
    .option('--json', 'print what there is as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: AttachFlags) => {
      const { project: wanted, name, seed, reports, dryRun, json } = flags;
      const { docker } = await connect();
      // What a dead process left in force is no state to begin with, or to return to.
      const cured = await cureAttached(docker, journalFolder(process.env));
      const { asked, project } = await planAttach(docker, { project: wanted, name, seed, reports });
      if (json !== true) {
        console.log([...curedLines(cured), ...attachedLines(project)].join('\n'));
      }
      if (dryRun === true) {
        if (json === true) console.log(JSON.stringify(attachedAsJson(project), null, 2));
        return;
      }
      const place = claimName(asked, process.env);
      using activity = showActivity();
      using interruption = onInterruption((said) => console.error(`\n${said}`));
      const { signal } = interruption;
      await keep({ activity, signal, place });
      const cluster = { place, name: asked.name };
      const calledOff = () => void tell(cluster, { order: 'down' }).catch(() => 'it is over');
      signal.addEventListener('abort', calledOff, { once: true });
      const { steady, detail } = await tell(cluster, { order: 'stand' }, activity.progress);
      activity[Symbol.dispose]();
      if (json === true) {
        const all = { name: asked.name, ...attachedAsJson(project), steady, detail };
        console.log(JSON.stringify(all, null, 2));
        return;
      }
      console.log(`attached to ${project.project} as ${asked.name}`);
      if (!steady) console.log(`  not all of it ran, though: ${detail}`);
      for (const words of firstWords(project)) console.log(`  ${words}`);
    });
}

/** The image of our helpers, and whoever keeps what is attached. */
async function keep({
  activity: { progress, confirm },
  signal,
  place,
}: {
  readonly activity: Activity;
  readonly signal: AbortSignal;
  readonly place: string;
}): Promise<void> {
  try {
    await setUp({
      ...{ images: ['machine'], folder: join(packageFolder, 'images'), env: process.env },
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
  blackstart attach --project shop --dry-run    what may be touched, and what is left alone
  blackstart attach --project shop
  blackstart load start requests url=http://web:80/
  blackstart fault pause db --for 20s
  blackstart down                               its report; shop runs as it did before`;

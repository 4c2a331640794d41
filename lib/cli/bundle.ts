import { realpathSync } from 'node:fs';
import { basename, relative, resolve } from 'node:path';
import { Command } from 'commander';
import { type Bundle, bundleRun } from '../harness/bundle-run.ts';
import { findRun } from '../harness/find-run.ts';

interface BundleFlags {
  readonly output?: string;
  readonly reports: string;
  readonly json?: true;
}

/** `blackstart bundle`: a run as one archive that may be given away. */
export function bundleCommand(): Command {
  return new Command('bundle')
    .description('put a run into one archive, without secrets')
    .argument('<run>', 'its folder, its name below reports, or its id')
    .option('--output <file>', 'write the archive there; <run>.tar.gz here if not given')
    .option('--reports <folder>', 'look for runs below this folder', 'reports')
    .option('--json', 'print what is in it as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (wanted: string, { output, reports, json }: BundleFlags) => {
      const folder = findRun(wanted, reports);
      const path = resolve(output ?? `${nameOf(folder)}.tar.gz`);
      const bundle = await bundleRun(folder, path);
      console.log(json === true ? JSON.stringify(bundle, null, 2) : bundleReport(bundle));
    });
}

const EXAMPLES = `
Examples:
  blackstart bundle reports/latest
  blackstart bundle 20261122-085258-dibw --output incident-4711.tar.gz

History, logs, configuration, versions, captures and reports. Passwords, tokens and keys become ***, where
their name or form gives them away; what was masked is printed, and is in bundle.json. Look before you send it.`;

/** `latest` is a name for a run, and not its own. */
const nameOf = (folder: string): string => basename(realpathSync(folder));

function bundleReport({ path, bytes, files, masked, captures, without }: Bundle): string {
  const size = `${(bytes / 1_000).toFixed(0)} kB`;
  return [
    `${relative(process.cwd(), path)}: ${files.length} files, ${size}`,
    masked.length === 0 ? 'masked: nothing; no name and no form gave a secret away' : 'masked:',
    ...masked.map(
      ({ file, what, times }) => `  ${file}: ${what}${times > 1 ? `, ${times} times` : ''}`,
    ),
    ...captures.map((name) => `not masked: ${name}: packets as they were`),
    ...without.map((why) => `left out: ${why}`),
  ].join('\n');
}

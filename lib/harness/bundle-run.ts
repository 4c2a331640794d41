import { realpathSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { messageOf, UsageError } from '../core/errors.ts';
import { secretsIn, valueWithoutSecrets } from '../core/secrets.ts';
import { readHistoryFile } from '../run/history-file.ts';
import { bundleEntries, countsIn, type MaskedFile } from './bundle-entries.ts';
import { configurationTexts, servicesAsPlanned } from './services-as-planned.ts';
import { readStoredRun } from './stored-run.ts';
import { type TarEntry, writeTarFile } from './tar-file.ts';
import { fullScenario, todaysSetUp } from './todays-set-up.ts';

export interface Bundle {
  readonly run: string;
  readonly path: string;
  readonly bytes: number;
  readonly files: readonly string[];
  readonly masked: readonly MaskedFile[];
  readonly captures: readonly string[];
  /** What is not in it, and why. */
  readonly without: readonly string[];
}

/**
 * Puts a run into one archive that may be given away: history, logs, configuration, versions, captures and
 * reports, without the secrets that a name or a form gives away.
 *
 * @throws UsageError where the history can't be read, or the archive can't be written
 */
export async function bundleRun(folder: string, path: string): Promise<Bundle> {
  const { header } = await readHistoryFile(join(folder, 'history.jsonl'));
  const services = await servicesOf(folder);
  const { entries, masked, captures, leftOut } = bundleEntries(folder, services.secrets);
  const without = [
    ...services.without,
    ...leftOut.map((name) => `${name}: not a file that a run leaves`),
  ];
  const all = [...entries, ...services.entries];
  const maskedToo = [...masked, ...services.masked];
  const about = { run: header.run, masked: maskedToo, unmasked: captures, without };
  const name = basename(realpathSync(folder));
  const files = [
    { name: 'README.txt', contents: Buffer.from(README) },
    { name: 'bundle.json', contents: Buffer.from(`${JSON.stringify(about, null, 2)}\n`) },
    ...all,
  ];
  try {
    await writeTarFile(
      path,
      files.map((entry) => ({ ...entry, name: `${name}/${entry.name}` })),
      { mtime: new Date(header.startedAt) },
    );
  } catch (cause) {
    throw new UsageError(`${path}: expected a file that can be written, ${messageOf(cause)}`, {
      hint: 'Name another one with --output.',
      cause,
    });
  }
  return {
    ...{ run: header.run, path, bytes: statSync(path).size },
    ...{ files: files.map((entry) => entry.name), masked: maskedToo, captures, without },
  };
}

interface Services {
  readonly entries: readonly TarEntry[];
  readonly secrets: readonly string[];
  readonly masked: readonly MaskedFile[];
  readonly without: readonly string[];
}

const FILE = 'services.json';

/** What services were told, if that can still be known: a history holds its digest only. */
async function servicesOf(folder: string): Promise<Services> {
  const none = (why: string): Services => ({
    ...{ entries: [], secrets: [], masked: [] },
    without: [`${FILE}, what services were told when they were started: ${why}`],
  });
  try {
    const stored = await readStoredRun(folder);
    const { versions } = stored.report.history.header;
    const scenario = fullScenario(stored);
    const planned = servicesAsPlanned(scenario);
    const told = planned.flatMap(({ environment }) =>
      Object.entries(environment).map(([name, value]) => `${name}=${value}`),
    );
    const secrets = secretsIn([...told, ...configurationTexts(scenario)].join('\n'));
    if (versions['configuration'] !== todaysSetUp(stored).versions['configuration']) {
      return { ...none('scenario or configuration have changed since'), secrets };
    }
    const { value, found } = valueWithoutSecrets(planned);
    return {
      entries: [{ name: FILE, contents: Buffer.from(`${JSON.stringify(value, null, 2)}\n`) }],
      secrets,
      masked: countsIn(FILE, found),
      without: [],
    };
  } catch (error) {
    if (error instanceof UsageError) return none(error.message);
    throw error;
  }
}

const README = `A run of Blackstart, as it was recorded.

report.html       what happened; opens without a network
history.jsonl     all that was recorded; \`npx blackstart judge history.jsonl\` measures it again
results.json      what was found then, for machines
*.log             what services wrote
scenario.yaml     what was asked for; \`npx blackstart run scenario.yaml\` does it again
configuration/    the lines of each system's files, without comments
services.json     what services were told when they were started
versions.json     what it ran on
*.pcap            captures, where any were made
bundle.json       what was masked (***), what could not be, and what is not here
`;

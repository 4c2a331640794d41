import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import type { Header, History } from '../core/history.ts';
import { HistoryParser } from '../core/parse-history.ts';
import { reportOf } from '../core/report.ts';
import { valueWithoutSecrets, withoutSecrets } from '../core/secrets.ts';
import { measures } from '../measures/index.ts';
import type { TarEntry } from './tar-file.ts';
import { reportTexts } from './write-reports.ts';

/** What was masked in one file, and how often. */
export interface MaskedFile {
  readonly file: string;
  readonly what: string;
  readonly times: number;
}

export interface BundleEntries {
  readonly entries: readonly TarEntry[];
  readonly masked: readonly MaskedFile[];
  /** Packets as they were: what is in them can't be masked. */
  readonly captures: readonly string[];
  /** Files that are not of a run, and stay where they are. */
  readonly leftOut: readonly string[];
}

/** Text without secrets, by the kind of file. */
const texts: Readonly<Record<string, (text: string, known: readonly string[]) => Masked>> = {
  '.jsonl': linesOfJson,
  '.json': jsonText,
  '.log': withoutSecrets,
  '.yaml': withoutSecrets,
  '.txt': withoutSecrets,
  '.cnf': withoutSecrets,
  '.conf': withoutSecrets,
};

type Masked = ReturnType<typeof withoutSecrets>;

const CAPTURES: readonly string[] = ['.pcap', '.pcapng'];

const HISTORY = 'history.jsonl';

/** Everything of a run's folder that may travel, without the secrets; its reports are made anew, of the masked history. */
export function bundleEntries(folder: string, known: readonly string[]): BundleEntries {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)))
    .toSorted();
  const masked: MaskedFile[] = [];
  const maskedTexts = names.flatMap((name): TarEntry[] => {
    const mask = texts[extname(name)];
    if (mask === undefined) return [];
    const { text, found } = mask(readFileSync(join(folder, name), 'utf8'), known);
    masked.push(...countsIn(name, found));
    return [{ name, contents: Buffer.from(text) }];
  });
  const history = historyIn(maskedTexts);
  const made = reportTexts(reportOf(history, measures));
  const entries = [
    // What was found then is left as it was: today's measures may find something else.
    ...maskedTexts,
    ...Object.entries(made).flatMap(([name, text]) =>
      maskedTexts.some((one) => one.name === name) ? [] : [{ name, contents: Buffer.from(text) }],
    ),
    ...aboutTheRun(history.header),
  ];
  const captures = names.filter((name) => CAPTURES.includes(extname(name)));
  const packets = captures.map((name) => ({ name, contents: readFileSync(join(folder, name)) }));
  const included = [...entries, ...packets];
  return {
    entries: included,
    masked,
    captures,
    leftOut: names.filter((name) => !included.some((entry) => entry.name === name)),
  };
}

function historyIn(entries: readonly TarEntry[]): History {
  const parser = new HistoryParser(HISTORY);
  const text = entries.find(({ name }) => name === HISTORY)?.contents.toString('utf8') ?? '';
  parser.push(text);
  return parser.finish();
}

/** Versions, and the configuration by system, as files of their own. */
const aboutTheRun = ({ versions, configuration = {} }: Header): readonly TarEntry[] => [
  { name: 'versions.json', contents: Buffer.from(`${JSON.stringify(versions, null, 2)}\n`) },
  ...Object.entries(configuration).map(([system, lines]) => ({
    name: `configuration/${system}.txt`,
    contents: Buffer.from(`${lines.join('\n')}\n`),
  })),
];

/** Line by line; one that a crash cut off is text. */
function linesOfJson(text: string, known: readonly string[]): Masked {
  const found: string[] = [];
  const lines = text.split('\n').map((line) => {
    const masked = line === '' ? { text: line, found: [] } : jsonText(line, known);
    found.push(...masked.found);
    return masked.text;
  });
  return { text: lines.join('\n'), found };
}

/** As it was to the byte where nothing is masked. */
function jsonText(text: string, known: readonly string[]): Masked {
  const parsed = parse(text);
  if (parsed === undefined) return withoutSecrets(text, known);
  const { value, found } = valueWithoutSecrets(parsed.value, known);
  if (found.length === 0) return { text, found };
  return { text: JSON.stringify(value, null, text.includes('\n') ? 2 : undefined), found };
}

function parse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** Each kind of secret once, with how often it was found. */
export const countsIn = (file: string, found: readonly string[]): readonly MaskedFile[] =>
  [...Map.groupBy(found, (what) => what)].map(([what, all]) => ({
    ...{ file, what, times: all.length },
  }));

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { configFiles } from '../core/config-files.ts';
import type { ServicePlan, Topology } from '../core/topology.ts';

/** A file of more lines than this is data, and no configuration that anybody reads. */
const LINES = 400;

/** Parts of the header of a history. */
export interface Configuration {
  /** By system the lines of its files. */
  readonly configuration: Record<string, string[]>;
  readonly versions: Readonly<Record<string, string>>;
}

/** What was configured, and on what it ran. */
export function configurationOf({ machines }: Pick<Topology, 'machines'>): Configuration {
  const files = filesOf(machines.flatMap(({ services }) => services));
  const bySystem = Map.groupBy(files, ({ system }) => system);
  return {
    configuration: Object.fromEntries(
      [...bySystem].map(([system, own]) => [system, own.flatMap(linesOf)]),
    ),
    versions: {
      machine: `${cpus().length} processors, ${(totalmem() / 2 ** 30).toFixed(1)} GiB`,
      ...Object.fromEntries(
        [...bySystem].map(([system, own]) => [`configuration ${system}`, digestOf(own)]),
      ),
    },
  };
}

interface ConfigFile {
  readonly system: string;
  readonly target: string;
  readonly text: string;
}

/** Each file once, on however many machines it lies, in an order that nothing else decides. */
function filesOf(services: readonly ServicePlan[]): readonly ConfigFile[] {
  const all = services.flatMap(({ system, config }) =>
    configFiles(config).map(({ source, target }) => ({ system, target, source })),
  );
  const once = new Map(all.map((file) => [`${file.system} ${file.target} ${file.source}`, file]));
  return [...once]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, { system, target, source }]) => ({
      system,
      target,
      text: readFileSync(source, 'utf8'),
    }));
}

/** The first twelve digits of the SHA-256 of all names and contents: equal for equal files. */
function digestOf(files: readonly ConfigFile[]): string {
  const hash = createHash('sha256');
  for (const { target, text } of files) hash.update(JSON.stringify([target, text]));
  return `sha256 ${hash.digest('hex').slice(0, 12)}`;
}

/** `conf.d/node.cnf: max_connections = 200`: no comments, and no secrets, which reports would spread. */
function linesOf({ target, text }: ConfigFile): readonly string[] {
  const lines = text.split('\n').filter((line) => /^\s*[^\s#;%!]/.test(line));
  if (lines.length > LINES) return [`${target}: ${lines.length} lines`];
  return lines.map((line) => `${target}: ${withoutSecrets(line.trimEnd())}`);
}

const withoutSecrets = (line: string): string =>
  line
    .replace(/\/\/[^/@\s]*@/g, '//***@')
    .replace(
      /((?:pass|secret|cookie|token|credential|auth\b|identified by|\bkey\b)[^=:\s]*["']?\s*[=:\s]\s*)\S.*$/i,
      '$1***',
    );

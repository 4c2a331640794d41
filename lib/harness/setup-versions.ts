import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { configFiles } from '../core/config-files.ts';
import { packageFolder } from '../core/package-folder.ts';
import { defaultTiming, type Scenario } from '../core/scenario.ts';
import type { Topology } from '../core/topology.ts';
import { headerOf } from '../run/header.ts';
import { plannedServices } from './planned-services.ts';

/**
 * What of a run no image tells, as versions: this program's code, and the scenario with every
 * configuration file and argument of its services. Two runs are trials of one thing only where these are the same.
 */
export function setupVersions(scenario: Scenario): Readonly<Record<string, string>> {
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
  return { blackstart: `${version} ${codeDigest()}`, configuration: configurationDigest(scenario) };
}

/** Folders that neither a run nor what is measured of it depends on. */
const APART: readonly string[] = ['bench', 'cli', 'gate', 'live', 'memory', 'reporters', 'vitest'];

function codeDigest(): string {
  const lib = join(packageFolder, 'lib');
  const files = filesIn(lib)
    .filter((path) => !APART.includes(relative(lib, path).split('/')[0] ?? ''))
    .filter((path) => /(?<!\.test|\.d)\.[jt]s$/.test(path));
  return digest(files.map((path) => [relative(lib, path), readFileSync(path, 'utf8')]));
}

/**
 * Of all that decides what is started and done to it, but for the seed and the addresses. A file that
 * can't be read is told by the run that needs it, not here.
 */
function configurationDigest(scenario: Scenario): string {
  const { workloads, schedule, stabilityMs, expect, topology } = headerOf(scenario, {
    ...{ run: '', seed: 0, startedAt: 0, versions: {} },
  });
  const asked = { workloads, schedule, stabilityMs, expect, topology };
  try {
    const timing = { ...defaultTiming, ...scenario.timing };
    return digest([asked, timing, servicesOf(scenario.topology)]);
  } catch {
    return 'unknown';
  }
}

const servicesOf = (topology: Topology): readonly unknown[] =>
  plannedServices(topology).map(({ service, self, hosts }) => {
    const { name, image, sysctls, capabilities, config } = service;
    return [
      ...[self, name, image, sysctls, capabilities],
      service.environment(self, hosts),
      service.arguments(self, hosts),
      configFiles(config).map(({ source, target }) => [target, readFileSync(source, 'base64')]),
    ];
  });

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .toSorted();

const digest = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value, inOrder)).digest('hex').slice(0, 12);

/** A file and a suite that say the same say it in another order. */
const inOrder = (_: string, value: unknown): unknown =>
  typeof value !== 'object' || value === null || Array.isArray(value)
    ? value
    : Object.fromEntries(
        Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)),
      );

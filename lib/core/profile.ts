import { existsSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { UsageError } from './errors.ts';
import { fixtureFolder } from './package-folder.ts';
import type { Scenario } from './scenario.ts';
import type { ServicePlan } from './topology.ts';

const PROFILES = fixtureFolder('profiles');

/** The profiles that there are. */
export const profileNames = (): readonly string[] => foldersIn(PROFILES);

/** What a profile puts on top of a system's files: one folder or none. */
export function profileLayers(profile: string | undefined, system: string): readonly string[] {
  if (profile === undefined) return [];
  const known = profileNames();
  if (!known.includes(profile)) {
    throw new UsageError(`profile: expected ${known.join(' or ')}, found '${profile}'`, {
      hint: 'Each is a folder of fixtures/profiles, with a folder a system in it.',
    });
  }
  const folder = join(PROFILES, profile);
  return foldersIn(folder).includes(system) ? [join(folder, system)] : [];
}

/** The scenario with a profile in place of the one that it names, if any. */
export function withProfile(scenario: Scenario, profile: string): Scenario {
  const { topology } = scenario;
  const machines = topology.machines.map((machine) => ({
    ...machine,
    services: machine.services.map((service) => replaced(service, profile)),
  }));
  const settings = { ...topology.settings, profile };
  return { ...scenario, topology: { ...topology, settings, machines } };
}

function replaced(service: ServicePlan, profile: string): ServicePlan {
  const { config, system } = service;
  if (config === undefined) return service;
  const others = (config.overlays ?? []).filter(
    (folder) => !folder.startsWith(`${PROFILES}${sep}`),
  );
  const overlays = [...others, ...profileLayers(profile, system)];
  return { ...service, config: { ...config, overlays } };
}

const foldersIn = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
        .toSorted()
    : [];

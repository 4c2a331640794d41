import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { messageOf, UsageError } from './errors.ts';
import type { Scenario } from './scenario.ts';
import type { Topology } from './topology.ts';

/** Folders of configuration by the system that they are for. */
export type Configs = Readonly<Record<string, string>>;

/** How the settings of a topology name a folder that was put on top. */
const CONFIG_OF = 'config of ';

/** Reads `system=folder`, as a command line has it. */
export function parseConfig(text: string, before: Configs): Configs {
  const [system = '', folder = ''] = text.split(/=(.*)/s);
  if (system === '' || folder === '') {
    throw new UsageError(`--config: expected <system>=<folder>, found '${text}'`, { hint });
  }
  return { ...before, [system]: folder };
}

/** The scenario with a folder's configuration files on top, for those of its systems that are named. */
export function withConfig(scenario: Scenario, configs: Configs): Scenario {
  const { topology } = scenario;
  const used = Object.entries(configs).filter(([system]) =>
    configurable(scenario).includes(system),
  );
  for (const [system, folder] of used) assertFolder(system, folder);
  const folders = new Map(used);
  const machines = topology.machines.map((machine) => ({
    ...machine,
    services: machine.services.map((service) => {
      const folder = folders.get(service.system);
      if (folder === undefined || service.config === undefined) return service;
      const overlays = [...(service.config.overlays ?? []), resolve(folder)];
      return { ...service, config: { ...service.config, overlays } };
    }),
  }));
  const named = used.map(([system, folder]) => [`${CONFIG_OF}${system}`, folder]);
  const settings = { ...topology.settings, ...Object.fromEntries(named) };
  return { ...scenario, topology: { ...topology, settings, machines } };
}

/** The folders that were put on top of a topology, by what its settings say. */
export const configsIn = (settings: Topology['settings']): Configs =>
  Object.fromEntries(
    Object.entries(settings)
      .filter(([key]) => key.startsWith(CONFIG_OF))
      .map(([key, folder]) => [key.slice(CONFIG_OF.length), String(folder)]),
  );

/** Refuses the name of a system that none of the scenarios has. */
export function assertConfigurable(scenarios: readonly Scenario[], configs: Configs): void {
  const known = [...new Set(scenarios.flatMap(configurable))];
  const strange = Object.keys(configs).find((system) => !known.includes(system));
  if (strange === undefined) return;
  throw new UsageError(
    `--config: expected a system with configuration files (${known.join(', ') || 'none here'}), found '${strange}'`,
    { hint },
  );
}

const hint = 'For example --config galera=my-change/galera; fixtures/ has the files to begin with.';

const configurable = ({ topology }: Scenario): readonly string[] =>
  topology.machines.flatMap(({ services }) =>
    services.filter(({ config }) => config !== undefined).map(({ system }) => system),
  );

function assertFolder(system: string, folder: string): void {
  try {
    if (readdirSync(folder).length > 0) return;
  } catch (cause) {
    const found = messageOf(cause);
    throw new UsageError(`--config ${system}: expected a folder of files, ${found}`, {
      hint,
      cause,
    });
  }
  throw new UsageError(`--config ${system}: expected a folder of files, ${folder} is empty`, {
    hint,
  });
}

import { readFileSync } from 'node:fs';
import { configFiles } from '../core/config-files.ts';
import type { Scenario } from '../core/scenario.ts';
import type { Layer } from './layer.ts';

/** Every configuration file of a scenario's systems, as text, by `system/name`. */
export type Files = ReadonlyMap<string, string>;

/** Those that the scenario names itself. */
export function ownFiles({ topology }: Scenario): Files {
  const services = topology.machines.flatMap((machine) => machine.services);
  return new Map(
    services.flatMap(({ system, config }) =>
      configFiles(config).map(({ source, target }) => [
        `${system}/${target.slice((config?.target ?? '').length + 1)}`,
        readFileSync(source, 'utf8'),
      ]),
    ),
  );
}

/** With a layer's files on top: new ones, or in place of those of the same name. */
export const withLayer = (files: Files, layer: Layer | undefined): Files =>
  new Map([
    ...files,
    ...(layer?.files ?? []).map(({ system, name, text }) => [`${system}/${name}`, text] as const),
  ]);

/** The files of one system, without its name. */
export const filesOf = (files: Files, system: string): Files =>
  new Map(
    [...files]
      .filter(([path]) => path.startsWith(`${system}/`))
      .map(([path, text]) => [path.slice(system.length + 1), text]),
  );

/** The systems that have files. */
export const systemsOf = (files: Files): readonly string[] => [
  ...new Set([...files.keys()].map((path) => path.split('/')[0] ?? '')),
];

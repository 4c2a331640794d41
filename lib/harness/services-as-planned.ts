import { readFileSync } from 'node:fs';
import { configFiles } from '../core/config-files.ts';
import type { Scenario } from '../core/scenario.ts';
import { plannedServices } from './planned-services.ts';

/** A service as it is started, but for the addresses of a run. */
export interface PlannedService {
  readonly machine: string;
  readonly service: string;
  readonly image: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly arguments: readonly string[];
}

/** What the services of a scenario are told when they are started. */
export const servicesAsPlanned = ({ topology }: Scenario): readonly PlannedService[] =>
  plannedServices(topology).map(({ service, self, hosts }) => ({
    ...{ machine: self.name, service: service.name, image: service.image },
    environment: service.environment(self, hosts),
    arguments: service.arguments(self, hosts),
  }));

/** The texts of every configuration file that they read. */
export const configurationTexts = ({ topology: { machines } }: Scenario): readonly string[] => [
  ...new Set(
    machines
      .flatMap(({ services }) => services.flatMap(({ config }) => configFiles(config)))
      .map(({ source }) => readFileSync(source, 'utf8')),
  ),
];

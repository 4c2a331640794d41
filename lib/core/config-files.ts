import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceConfig } from './topology.ts';

/** A file of this host, and where it goes in a container. */
export interface CopiedFile {
  readonly source: string;
  readonly target: string;
}

/**
 * Every file of a service's configuration once: one of a later folder in place of one of the same
 * name before. To copy folder after folder is not the same, as one archive is made of all of them,
 * and of two entries with one name it is not said which comes last.
 */
export function configFiles(config: ServiceConfig | undefined): readonly CopiedFile[] {
  if (config === undefined) return [];
  const files = [config.folder, ...(config.overlays ?? [])].flatMap((folder) =>
    namesIn(folder).map((name) => [name, join(folder, name)] as const),
  );
  return [...new Map(files)].map(([name, source]) => ({
    source,
    target: `${config.target}/${name}`,
  }));
}

const namesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => join(parentPath, name).slice(join(folder, '/').length));

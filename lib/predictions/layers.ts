import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** A folder of an operator's files, or several, each on top of the one before. */
export type Layers = string | readonly string[];

/** The files that a service is given, by their names: of two with one name the later. */
export const layeredFiles = (layers: Layers): ReadonlyMap<string, string> =>
  new Map(
    [layers]
      .flat()
      .flatMap((folder) => readdirSync(folder).map((name) => [name, join(folder, name)] as const)),
  );

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Arm, Arms } from './arms.ts';
import { filesOf, systemsOf } from './files.ts';
import type { FolderOf } from './predict-blow.ts';

/**
 * Writes every file of both arms below a folder, so that all runs have the same, whoever edits the
 * candidate meanwhile, and any of them can be done again later.
 */
export function writeArms(
  { scenario, files }: Arms,
  folder: string,
): Readonly<Record<Arm, FolderOf>> {
  const write = (arm: Arm): FolderOf => {
    const folderOf: FolderOf = (system) => join(folder, scenario.name, arm, system);
    for (const system of systemsOf(files[arm])) {
      for (const [name, text] of filesOf(files[arm], system)) {
        const path = join(folderOf(system), name);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, text);
      }
    }
    return folderOf;
  };
  return { baseline: write('baseline'), candidate: write('candidate') };
}

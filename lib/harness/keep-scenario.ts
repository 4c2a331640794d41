import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Scenario } from '../core/scenario.ts';
import { documentOf } from '../scenarios/document-of.ts';
import { written, yamlOf } from '../scenarios/write-scenario.ts';

/** The file in a run's folder that holds its scenario, where a file can say it. */
export const keptScenario = (folder: string): string => join(folder, 'scenario.yaml');

/**
 * Writes a scenario as a file, with remarks at its head; false where no file can say it. Its folders are
 * relative to where it lies.
 */
export function keepScenario(
  path: string,
  scenario: Scenario,
  remarks: readonly string[] = [],
): boolean {
  const document = documentOf(scenario);
  if ('because' in document) return false;
  const head = remarks.map((remark) => `# ${remark}\n`).join('');
  writeFileSync(path, `${head}${yamlOf(written(document, dirname(path)))}`);
  return true;
}

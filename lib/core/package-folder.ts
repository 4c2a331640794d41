import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where Blackstart itself lies, with its images, fixtures and suites. */
export const packageFolder = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A folder of configuration that comes with Blackstart. */
export const fixtureFolder = (name: string): string => join(packageFolder, 'fixtures', name);

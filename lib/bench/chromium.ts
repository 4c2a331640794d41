import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

/** What a Chromium is called where it is installed. */
const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Why a test of the report page was skipped, and the cure. */
export const NO_CHROMIUM = `no Chromium here; install one, or name it in BLACKSTART_CHROMIUM`;

/** Where a Chromium is on this host; undefined where there is none. */
export function findChromium({
  BLACKSTART_CHROMIUM,
  PATH = '',
}: NodeJS.ProcessEnv): string | undefined {
  // Empty: does without one, as on a host that has none.
  if (BLACKSTART_CHROMIUM !== undefined) return BLACKSTART_CHROMIUM || undefined;
  const folders = PATH.split(delimiter).filter((folder) => folder !== '');
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Starts it for pages of our own; root may not use its sandbox. */
export function launchChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 });
}

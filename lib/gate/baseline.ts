import { existsSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { UsageError } from '../core/errors.ts';
import { fixtureFolder } from '../core/package-folder.ts';
import { profileNames } from '../core/profile.ts';
import { type Layer, readLayer } from './layer.ts';

/** What a candidate is held against. */
export type Baseline =
  /** What each scenario names itself. */
  | { readonly kind: 'own' }
  /** A folder of fixtures/profiles in place of the one that a scenario names. */
  | { readonly kind: 'profile'; readonly name: string }
  /** An operator's folder on top of what each scenario names. */
  | { readonly kind: 'folder'; readonly layer: Layer };

/** Reads what `--baseline` was given: the name of a profile, its folder, or any other folder. */
export function readBaseline(text: string | undefined): Baseline {
  if (text === undefined) return { kind: 'own' };
  const names = profileNames();
  const path = resolve(text);
  if (names.includes(text) && !existsSync(path)) return { kind: 'profile', name: text };
  const isProfile = dirname(path) === fixtureFolder('profiles') && names.includes(basename(path));
  if (isProfile) return { kind: 'profile', name: basename(path) };
  if (existsSync(path)) return { kind: 'folder', layer: readLayer('--baseline', text) };
  throw new UsageError(
    `--baseline: expected a folder or a profile (${names.join(', ')}), found '${text}'`,
    { hint: 'Leave it out to compare with what the scenarios name themselves.' },
  );
}

/** As a person would name it. */
export function describeBaseline(baseline: Baseline): string {
  switch (baseline.kind) {
    case 'own':
      return 'the scenarios’ own files';
    case 'profile':
      return `profile ${baseline.name}`;
    case 'folder':
      return baseline.layer.folder;
  }
}

import { UsageError } from '../core/errors.ts';
import { withProfile } from '../core/profile.ts';
import type { Scenario } from '../core/scenario.ts';
import { type Baseline, describeBaseline } from './baseline.ts';
import { type Change, changesBetween } from './changes.ts';
import type { FileKind } from './file-kinds.ts';
import { type Files, filesOf, ownFiles, systemsOf, withLayer } from './files.ts';
import type { Layer } from './layer.ts';
import { assertNothingOwned } from './owned-values.ts';

/** The two configurations of a comparison. */
export type Arm = 'baseline' | 'candidate';

/** One scenario under both configurations. */
export interface Arms {
  readonly scenario: Scenario;
  readonly files: Readonly<Record<Arm, Files>>;
  readonly changes: readonly Change[];
}

export interface ArmsOptions {
  readonly baseline: Baseline;
  readonly candidate: Layer;
}

/**
 * Every scenario under both configurations, of those that the candidate changes; or a UsageError that
 * says why there is nothing to compare.
 */
export function armsOf(
  scenarios: readonly Scenario[],
  { baseline, candidate }: ArmsOptions,
): readonly Arms[] {
  const owns = scenarios.map((scenario) => ({
    scenario,
    own: ownFiles(profiled(scenario, baseline)),
  }));
  assertPresent(
    '--candidate',
    candidate,
    owns.map(({ own }) => own),
  );
  const layer = baseline.kind === 'folder' ? baseline.layer : undefined;
  if (layer !== undefined)
    assertPresent(
      '--baseline',
      layer,
      owns.map(({ own }) => own),
    );
  const arms = owns.map(({ scenario, own }) => {
    const before = withLayer(own, ofScenario(own, layer));
    if (layer !== undefined) assertNothingOwned('--baseline', layer, textsOf(own));
    assertNothingOwned('--candidate', candidate, textsOf(before));
    const after = withLayer(before, ofScenario(own, candidate));
    return {
      scenario,
      files: { baseline: before, candidate: after },
      changes: changesBetween(before, after),
    };
  });
  const changed = arms.filter(({ changes }) => changes.length > 0);
  if (changed.length > 0) return changed;
  const than = describeBaseline(baseline);
  throw new UsageError(
    `--candidate: expected files that differ from the baseline, ${candidate.folder} is the same as ${than}`,
    { hint: 'There is nothing to compare: each of its files is there already, word for word.' },
  );
}

/** The scenario under the baseline's profile, if that is one. */
export const profiled = (scenario: Scenario, baseline: Baseline): Scenario =>
  baseline.kind === 'profile' ? withProfile(scenario, baseline.name) : scenario;

/** A layer's files for what a scenario has. */
const ofScenario = (own: Files, layer: Layer | undefined): Layer | undefined =>
  layer === undefined
    ? undefined
    : { ...layer, files: layer.files.filter(({ system }) => systemsOf(own).includes(system)) };

/** Files of a system that is in no scenario would change nothing. */
function assertPresent(what: string, { files }: Layer, owns: readonly Files[]): void {
  const present = new Set(owns.flatMap(systemsOf));
  const absent = files.find(({ system }) => !present.has(system));
  if (absent === undefined) return;
  throw new UsageError(
    `${what}: ${absent.system}/${absent.name} is for ${absent.system}, and the scenarios have ${[...present].join(', ') || 'no configuration'}`,
    {
      hint: 'Choose others with --topology or --scenario; `blackstart list` shows which there are.',
    },
  );
}

const textsOf =
  (own: Files) =>
  ({ system, inFolder }: FileKind): readonly string[] =>
    [...filesOf(own, system)].filter(([name]) => inFolder.test(name)).map(([, text]) => text);

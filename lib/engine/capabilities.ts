import type Docker from 'dockerode';
import type { Capability } from '../core/capability.ts';
import { monotonicClock } from '../core/clock.ts';
import { HarnessError } from '../core/errors.ts';
import { inTime } from '../core/within.ts';
import { exec } from './exec.ts';
import { helperRun } from './labels.ts';
import type { LinkDegrader } from './machine-network.ts';
import { rackRights } from './rack.ts';
import { removeRun } from './sweep.ts';

/** What an engine's kernel offers, and why not what it does not. */
export interface Capabilities {
  readonly lacking: ReadonlyMap<Capability, string>;
  readonly degrader: LinkDegrader;
  /** What every single trial said, in order. */
  readonly trials: readonly Trial[];
}

export interface Trial {
  readonly name: string;
  /** Undefined where it worked. */
  readonly missing: string | undefined;
}

const PROBE_WITHIN_MS = 60_000;

/** Tries everything out in a container of its own: images/machine/probe. About a second. */
export async function probeCapabilities(
  docker: Docker,
  image: string,
  { without = '' }: { readonly without?: string | undefined } = {},
): Promise<Capabilities> {
  const { run, labels } = helperRun('probe');
  await using cleanUp = new AsyncDisposableStack();
  cleanUp.defer(() => removeRun(docker, run));
  const container = await docker.createContainer({
    name: `blackstart-${run}`,
    Image: image,
    Labels: labels,
    HostConfig: rackRights,
  });
  await container.start();
  const { output } = await inTime(
    monotonicClock,
    exec(docker, container, ['probe', run]),
    PROBE_WITHIN_MS,
    'what this kernel offers to be tried out',
  );
  return capabilitiesOf(parseTrials(output), without.split(','));
}

/** Lines of the probe; anything else than a line for each trial is a broken probe. */
export function parseTrials(output: string): readonly Trial[] {
  const trials = output
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [, name, missing] = line.match(/^([a-z-]+) (?:ok|missing: (.*))$/) ?? [];
      return name === undefined ? [] : [{ name, missing }];
    });
  if (trials.length === TRIALS.length) return trials;
  throw new HarnessError('PROBE', `the probe did not tell what this kernel offers: ${output}`, {
    hint: 'Run `docker run --rm <image of the machine> probe x` to see why.',
  });
}

const TRIALS = ['network-rules', 'netem', 'wire', 'disks', 'faulty-disks', 'skewable-clock'];

/** `without` takes capabilities away, for trying out what a lesser kernel would do. */
export function capabilitiesOf(trials: readonly Trial[], without: readonly string[]): Capabilities {
  const missing = (name: string): string | undefined => {
    if (without.includes(name)) return 'taken away by BLACKSTART_WITHOUT';
    const trial = trials.find((one) => one.name === name);
    return trial === undefined ? 'not tried' : trial.missing;
  };
  const lacking = new Map<Capability, string>();
  const plain = ['network-rules', 'disks', 'faulty-disks', 'skewable-clock'] as const;
  for (const name of plain) {
    const why = missing(name);
    if (why !== undefined) lacking.set(name, why);
  }
  const degrader =
    missing('netem') === undefined ? 'netem' : missing('wire') === undefined ? 'wire' : 'none';
  if (degrader === 'none' || missing('link-quality') === 'taken away by BLACKSTART_WITHOUT') {
    lacking.set('link-quality', `netem: ${missing('netem')}; wire: ${missing('wire')}`);
  }
  return { lacking, degrader, trials };
}

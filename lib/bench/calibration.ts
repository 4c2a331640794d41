import { allEnded } from '../core/all-ended.ts';
import type { Machine } from '../core/machine.ts';
import type { Platform, Vitals } from '../core/platform.ts';
import type { Progress } from '../core/progress.ts';
import { type Random, seededRandom } from '../core/random.ts';
import { type Reading, readingOf } from './calibration-reading.ts';
import { kinds, scriptOf } from './calibration-script.ts';
import { metronomes, startMetronomes } from './calibration-servers.ts';
import { type Recording, recordTrial, type Trial, truthOf } from './calibration-trial.ts';

export interface CalibrationOptions {
  /** With the images machine and metronome. */
  readonly platform: Platform;
  readonly seed: number;
  readonly trials: number;
  /** How many are probed at one time: few, or the harness measures its own lateness. */
  readonly servers: number;
  /** Of the lanes, after a connection failed. Below the probe interval it is covered by that. */
  readonly backOffMs: number;
  readonly note: Progress;
}

export interface Calibration {
  readonly readings: readonly Reading[];
  /** Of this machine meanwhile: what else it had to do is in every reading. */
  readonly vitals: Vitals;
}

const LENGTH_MS = { shortest: 50, longest: 30_000 };
const LONGEST_DEADLINE_MS = 200;
/** Late answers come so much after the deadline; the client gives up as much later. */
const TOO_LATE_MS = 10;

/** Compares recovery times, as the harness reports them, to those of servers that follow scripts. */
export async function calibrate(options: CalibrationOptions): Promise<Calibration> {
  const { platform, servers, note } = options;
  const planned = plan(options);
  const topology = metronomes(servers);
  await using cluster = await startMetronomes(platform, topology);
  // The longest first: otherwise all wait for one in the end.
  const waiting = planned.toSorted((one, other) => truthOf(other) - truthOf(one));
  const recordings: Recording[] = [];
  platform.vitals();
  const work = async (machine: Machine): Promise<void> => {
    for (let trial = waiting.shift(); trial !== undefined; trial = waiting.shift()) {
      recordings.push(await recordTrial(trial, machine, topology));
      if (recordings.length % 25 === 0) note(`${recordings.length} of ${planned.length} outages`);
    }
  };
  await allEnded(cluster.machines.map(work));
  const vitals = platform.vitals();
  recordings.sort((one, other) => one.trial.index - other.trial.index);
  return { readings: recordings.map(readingOf), vitals };
}

/** Every kind in turn; lengths are log-uniform. */
function plan({ seed, trials, backOffMs }: CalibrationOptions): readonly Trial[] {
  const random = seededRandom(seed, 'calibration');
  return Array.from({ length: trials }, (_, index) => trialOf(index, backOffMs, random));
}

function trialOf(index: number, backOffMs: number, random: Random): Trial {
  const kind = kinds[index % kinds.length] ?? 'refused';
  const { shortest, longest } = LENGTH_MS;
  const lengthMs = shortest * (longest / shortest) ** random.next();
  const deadlineMs = Math.min(lengthMs / 2, LONGEST_DEADLINE_MS);
  const lateByMs = deadlineMs + TOO_LATE_MS;
  return {
    index,
    kind,
    lengthMs,
    script: scriptOf({ kind, lengthMs, lateByMs }, random),
    phase: random.next(),
    deadlineMs,
    // As workloads have it by default; but who gives up at the deadline hears no late answer.
    timeoutMs: kind === 'late answers' ? lateByMs + TOO_LATE_MS : deadlineMs,
    backOffMs,
  };
}

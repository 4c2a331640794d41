import { messageOf } from '../core/errors.ts';
import type { Prediction } from '../predictions/galera.ts';
import type { Arm, Arms } from './arms.ts';
import { type FolderOf, predictBlow } from './predict-blow.ts';

/** What the files of each arm let expect of one workload after one blow (rto.all). */
export interface PredictedTime {
  readonly scenario: string;
  /** From 0. */
  readonly blow: number;
  readonly workload: string;
  readonly of: Readonly<Record<Arm, Prediction | Unpredicted>>;
}

/** A formula that could not read a file. */
export interface Unpredicted {
  readonly why: string;
}

/** A part of a recovery time that the candidate changes. */
export interface MovedPart {
  readonly part: string;
  readonly knob: string;
  /** Undefined where there is no such part. */
  readonly before: Extent | undefined;
  readonly after: Extent | undefined;
}

export interface Extent {
  readonly minMs: number;
  readonly maxMs: number;
}

/** Every recovery time of a scenario that a formula is known for, under both arms. */
export function predictTimes(
  { scenario }: Pick<Arms, 'scenario'>,
  folders: Readonly<Record<Arm, FolderOf>>,
): readonly PredictedTime[] {
  return scenario.schedule.flatMap((blow, index) =>
    scenario.workloads.flatMap((workload) => {
      const predict = (arm: Arm): Prediction | Unpredicted | undefined => {
        try {
          return predictBlow({ blow, workload, scenario }, folders[arm]);
        } catch (error) {
          return { why: messageOf(error) };
        }
      };
      const [baseline, candidate] = [predict('baseline'), predict('candidate')];
      if (baseline === undefined && candidate === undefined) return [];
      const of = { baseline: baseline ?? HEALED_FIRST, candidate: candidate ?? HEALED_FIRST };
      return [{ scenario: scenario.name, blow: index, workload: workload.name, of }];
    }),
  );
}

/** With the files of the other arm it is noticed. */
const HEALED_FIRST: Unpredicted = { why: 'over before anybody notices' };

/** Which knob moves which part, and from where to where. */
export function movedParts({ of: { baseline, candidate } }: PredictedTime): readonly MovedPart[] {
  if ('why' in baseline || 'why' in candidate) return [];
  const [before, after] = [partsOf(baseline), partsOf(candidate)];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const [early, late] = [before.get(key), after.get(key)];
    if (early?.minMs === late?.minMs && early?.maxMs === late?.maxMs) return [];
    const [part = '', knob = ''] = key.split('\n');
    return [{ part, knob, before: early, after: late }];
  });
}

/** Parts of one knob are one. */
function partsOf({ parts }: Prediction): ReadonlyMap<string, Extent> {
  const sums = new Map<string, Extent>();
  for (const { part, knob, minMs, maxMs } of parts) {
    const key = `${part}\n${knob}`;
    const sum = sums.get(key) ?? { minMs: 0, maxMs: 0 };
    sums.set(key, { minMs: sum.minMs + minMs, maxMs: sum.maxMs + maxMs });
  }
  return sums;
}

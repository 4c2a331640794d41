import { type DurabilitySetting, durabilityOf } from '../predictions/durability.ts';
import type { Arm } from './arms.ts';
import type { FolderOf } from './predict-blow.ts';

/** A setting that decides what is lost, and that the candidate changes. */
export interface DurabilityChange {
  readonly system: string;
  readonly knob: string;
  readonly before: DurabilitySetting;
  readonly after: DurabilitySetting;
}

/** What the candidate changes of durability: no recovery time tells it, and it is what costs most. */
export function durabilityChanges(
  systems: readonly string[],
  folders: Readonly<Record<Arm, FolderOf>>,
): readonly DurabilityChange[] {
  return systems.flatMap((system) => {
    const after = durabilityOf(system, folders.candidate(system));
    return durabilityOf(system, folders.baseline(system)).flatMap((before, index) => {
      const late = after[index];
      if (late === undefined || late.value === before.value) return [];
      return [{ system, knob: before.knob, before, after: late }];
    });
  });
}

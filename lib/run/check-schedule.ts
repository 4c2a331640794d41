import { z } from 'zod';
import type { Capability } from '../core/capability.ts';
import { UsageError } from '../core/errors.ts';
import type { AnyFault, BoundFault, FaultSpec } from '../core/fault.ts';
import type { Blow } from '../core/schedule.ts';
import type { Topology } from '../core/topology.ts';
import { checkTarget } from './check-target.ts';

/** A blow whose fault is known and whose settings are right. */
export interface CheckedBlow {
  readonly blow: Blow;
  readonly fault: BoundFault;
}

/** Blows, and what they are aimed at. */
export interface Planned {
  readonly schedule: readonly Blow[];
  readonly topology: Topology;
}

/** Rejects a schedule that could not be carried out, before anything is started. */
export function checkSchedule(
  { schedule, topology }: Planned,
  faults: readonly AnyFault[],
): readonly CheckedBlow[] {
  return schedule.map((blow, index) => {
    checkTarget(blow.target, topology, index);
    const { kind } = blow.fault;
    const fault = faults.find((candidate) => candidate.kind === kind);
    if (fault === undefined) {
      throw new UsageError(`blow ${index + 1}: no fault named '${kind}'`, {
        hint: `There are: ${faults.map((candidate) => candidate.kind).join(', ')}.`,
      });
    }
    return { blow, fault: bind(fault, blow.fault, index) };
  });
}

function bind(fault: AnyFault, { kind, settings }: FaultSpec, index: number): BoundFault {
  try {
    return fault.bind(settings);
  } catch (cause) {
    if (!(cause instanceof z.ZodError)) throw cause;
    const wrong = cause.issues.map(({ path, message }) =>
      path.length === 0
        ? message
        : `${path.join('.')}: ${message}, found ${JSON.stringify(settings[String(path[0])])}`,
    );
    throw new UsageError(`blow ${index + 1}, ${kind}: ${wrong.join('; ')}`, {
      hint: `See lib/faults/${kind}.ts for what each setting means.`,
      cause,
    });
  }
}

/** What the faults of a schedule need of the machines. */
export const capabilitiesFor = (checked: readonly CheckedBlow[]): ReadonlySet<Capability> =>
  new Set(checked.flatMap(({ fault }) => fault.needs));

import { UsageError } from '../core/errors.ts';
import type { Header } from '../core/history.ts';
import type { Subject } from '../core/measure.ts';

/** Which recoveries are meant; all of them where nothing is said. */
export interface RecoveryOptions {
  /** Clock of recovery, `all` by default: until every client is served again, for good. */
  readonly clock?: 'any' | 'all' | 'performance' | 'redundancy';
  /** That of this workload; on the clock `redundancy`, that of its system. */
  readonly workload?: string;
  /** That after this blow of the schedule, counted from 1, as reports count. */
  readonly blow?: number;
}

/** Whether a finding's subject is meant; throws a UsageError for what the scenario does not have. */
export function meantBy(
  { workloads, schedule }: Header,
  { workload: name, blow }: RecoveryOptions,
): (subject: Subject) => boolean {
  const workload = workloads.find((candidate) => candidate.name === name);
  if (name !== undefined && workload === undefined) {
    throw new UsageError(`expected the name of a workload, found '${name}'`, {
      hint: `There are: ${workloads.map((one) => one.name).join(', ')}.`,
    });
  }
  if (blow !== undefined && schedule[blow - 1] === undefined) {
    throw new UsageError(`expected the number of a blow, found ${blow}`, {
      hint: `The schedule has ${schedule.length}, counted from 1.`,
    });
  }
  return (subject) =>
    (blow === undefined || subject.blow === blow - 1) &&
    (workload === undefined ||
      subject.workload === workload.name ||
      subject.system === workload.system);
}

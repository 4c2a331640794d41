import { HarnessError } from '../../core/errors.ts';
import { assertRunning, logName } from '../../core/running.ts';
import type { Service } from '../../core/service.ts';

/** Rejects for a node that has ended, with what it complained of first: crash reports of Erlang follow. */
export async function assertNodeRuns(service: Service): Promise<void> {
  if ((await service.state()).running) return;
  const complaint = firstComplaint(await service.lastLines());
  if (complaint === undefined) return assertRunning(service);
  throw new HarnessError(
    'SERVICE_ENDED',
    `${service.machine}/${service.name} ended: ${complaint}`,
    { hint: `See the end of ${logName(service)} in the folder of this run.` },
  );
}

/** Before what a boot failed of. */
const HEADING = /^(BOOT FAILED|=+)$/;

/** The text of the first line that is logged as an error, and is no heading. */
export function firstComplaint(lines: readonly string[]): string | undefined {
  return lines
    .map((line) => line.match(/\[error\] <[\d.]+> (.*\S)/)?.[1])
    .find((text) => text !== undefined && !HEADING.test(text));
}

import { HarnessError } from './errors.ts';
import type { Service } from './service.ts';

/** What products say where they refuse to go on. */
const COMPLAINT =
  /\b(error|fatal|alert|emerg|panic|abort\w*|invalid|unknown|unexpected|fail\w*|bad)\b/i;

/** Where a service's log lies, in the folder of its run. */
export const logName = ({ machine, name }: Pick<Service, 'machine' | 'name'>): string =>
  `${machine}-${name}.log`;

/**
 * Rejects for a service that has ended, with the product's own last complaint: a file that it
 * refuses, mostly. Waiting longer for such a one is in vain.
 */
export async function assertRunning(service: Service): Promise<void> {
  const { running, exitCode } = await service.state();
  if (running) return;
  const line = complaintIn(await service.lastLines());
  throw new HarnessError(
    'SERVICE_ENDED',
    `${service.machine}/${service.name} ended with code ${exitCode}${line === undefined ? '' : `: ${line}`}`,
    { hint: `See the end of ${logName(service)} in the folder of this run.` },
  );
}

/** The first complaint among the last lines, and what follows it: its place in a file, mostly. */
export function complaintIn(lines: readonly string[]): string | undefined {
  const said = lines
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(-20);
  const first = said.findIndex((line) => COMPLAINT.test(line));
  return first === -1 ? said.at(-1) : said.slice(first, first + 3).join(' / ');
}

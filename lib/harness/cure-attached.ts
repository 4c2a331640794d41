import { rmSync } from 'node:fs';
import { allEnded } from '../core/all-ended.ts';
import { type AttachedProject, placesOf } from '../core/attached-project.ts';
import { messageOf } from '../core/errors.ts';
import type { JournalEntry } from '../core/journal.ts';
import { cureNetwork } from '../engine/attached/cure-network.ts';
import { restore } from '../engine/attached/restore.ts';
import type { Ready } from '../engine/set-up.ts';
import { faults } from '../faults/index.ts';
import { type DeadJournal, deadJournals } from './journal-file.ts';

type Engine = Ready['docker'];

/** What became of containers of somebody else's that a dead process had harmed. */
export interface CuredProject {
  readonly project: string;
  /** What was in force, and what had to be done, as sentences. */
  readonly cured: readonly string[];
  /** What could not be done; it stays written down, and is tried again. */
  readonly failed: readonly string[];
}

/**
 * Cures what dead processes had begun in somebody else's containers, by their journals: rules are taken
 * away, what was paused, stopped or limited is as it was found. What was not harmed is not touched.
 */
export async function cureAttached(
  docker: Engine,
  folder: string,
): Promise<readonly CuredProject[]> {
  const cured: CuredProject[] = [];
  for (const journal of deadJournals(folder)) {
    if (journal.attached !== undefined) cured.push(await cure(docker, journal, journal.attached));
  }
  return cured;
}

async function cure(
  docker: Engine,
  { path, inForce }: DeadJournal,
  attached: AttachedProject,
): Promise<CuredProject> {
  const cured = inForce.map(({ fault, services }) => `${fault.kind} at ${services.join(', ')}`);
  const failed: string[] = [];
  const trying = (what: string, act: () => Promise<readonly string[]>) =>
    act().then(
      (done) => cured.push(...done.map((words) => `${what}: ${words}`)),
      (error: unknown) => failed.push(`${what}: ${messageOf(error)}`),
    );
  // Whether or not anything was in force: what its helpers might have left is rules.
  await allEnded(
    attached.machines
      .filter(({ network }) => network === 'own')
      .map(({ name, services: [owner] }) =>
        trying(name, async () => {
          if (owner !== undefined) await cureNetwork(docker, owner.container);
          return [];
        }),
      ),
  );
  // The owner of a network before those that have joined it.
  for (const { machine, service } of placesOf(attached)) {
    const name = `${machine.name}/${service.name}`;
    if (isHarmed(name, inForce)) await trying(name, () => restore(docker, service));
  }
  if (failed.length === 0) rmSync(path, { force: true });
  return { project: attached.project, cured, failed };
}

/** Whether something that befalls services was in force there: rules were no harm to its processes. */
const isHarmed = (service: string, inForce: readonly JournalEntry[]): boolean =>
  inForce.some(({ fault: { kind, settings }, services }) => {
    const befalls = faults.find((one) => one.kind === kind)?.bind(settings).befalls;
    return befalls === 'services' && services.includes(service);
  });

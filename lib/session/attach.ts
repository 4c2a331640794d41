import { resolve } from 'node:path';
import type Docker from 'dockerode';
import type { AttachedProject } from '../core/attached-project.ts';
import { UsageError } from '../core/errors.ts';
import { composeProjects, findProject } from '../engine/attached/find-project.ts';
import { newSeed } from '../harness/run-id.ts';
import { assertName } from './bring-up.ts';
import type { Claim } from './clusters.ts';

export interface AttachWanted {
  /** The Compose project; nobody is attached to that was not named. */
  readonly project: string | undefined;
  /** What other commands call it; the project's name if it is not given. */
  readonly name: string | undefined;
  readonly seed: number | undefined;
  readonly reports: string;
}

/** What may be touched of a project, and what is to be claimed for it. Only looks. */
export async function planAttach(
  docker: Docker,
  { project: wanted, name: called, seed = newSeed(), reports }: AttachWanted,
): Promise<{
  readonly asked: Omit<Claim, 'protocol' | 'owner'>;
  readonly project: AttachedProject;
}> {
  if (wanted === undefined) throw await unnamed(docker);
  const project = await findProject(docker, wanted);
  const name = called ?? wanted.replaceAll('_', '-');
  assertName(name);
  return {
    asked: {
      ...{ name, seed, project, reports: resolve(reports) },
      ...{ document: {}, load: 'none', clock: 'plain', config: {} },
    },
    project,
  };
}

async function unnamed(docker: Docker): Promise<UsageError> {
  const names = await composeProjects(docker);
  const there = names.length === 0 ? 'none on this engine' : names.join(', ');
  return new UsageError(`expected --project with the name of a Compose project: ${there}`, {
    hint: 'Only what is named is touched: blackstart attach --project <name>.',
  });
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type Docker from 'dockerode';
import type { Progress } from '../core/progress.ts';
import type { Environment } from '../engine/endpoint.ts';
import { type Remains, sweep } from '../engine/sweep.ts';
import { type CuredProject, cureAttached } from '../harness/cure-attached.ts';
import { journalFolder, removeDeadJournals } from '../harness/journal-file.ts';
import { type RunResult, reportRun } from '../harness/run-scenario.ts';
import { type Cluster, clusters, forget } from './clusters.ts';

/** A cluster whose keeper is gone, and the report of what was recorded before that, if anything was. */
export interface Buried {
  readonly cluster: Cluster;
  readonly result: RunResult | undefined;
}

/** What was done after dead processes. */
export interface Burial {
  /** Somebody else's containers that they had harmed. */
  readonly cured: readonly CuredProject[];
  readonly removed: readonly Remains[];
  readonly buried: readonly Buried[];
}

/**
 * Cures what dead processes did to somebody else's containers, removes all that they left on an engine, and
 * makes reports of what their runs recorded.
 */
export async function buryDead(
  docker: Docker,
  { env, progress, kept }: BuryOptions,
): Promise<Burial> {
  const cured = await cureAttached(docker, journalFolder(env));
  const removed = await sweep(docker, { kept });
  removeDeadJournals(journalFolder(env));
  const buried: Buried[] = [];
  for (const cluster of clusters(env).filter(({ state }) => state === 'dead')) {
    buried.push({ cluster, result: await reportOfDead(cluster, { env, progress }) });
    forget(cluster.place);
  }
  return { cured, removed, buried };
}

export interface BuryOptions {
  readonly env: Environment;
  readonly progress: Progress;
  /** What was kept for a person to look at. */
  readonly kept: 'remove' | 'leave';
}

async function reportOfDead(
  { keeper }: Cluster,
  surroundings: Pick<BuryOptions, 'env' | 'progress'>,
): Promise<RunResult | undefined> {
  const folder = keeper?.folder;
  if (folder === undefined || !existsSync(join(folder, 'history.jsonl'))) return undefined;
  return reportRun(folder, surroundings);
}

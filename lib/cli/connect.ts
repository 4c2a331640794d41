import type Docker from 'dockerode';
import { HarnessError } from '../core/errors.ts';
import { silent } from '../core/progress.ts';
import { connectDocker, ping } from '../engine/docker.ts';
import { type Endpoint, resolveEndpoint } from '../engine/endpoint.ts';
import { ensureEngine, isEngineInstalled } from '../engine/ensure-engine.ts';

export interface Connection {
  readonly docker: Docker;
  readonly endpoint: Endpoint;
}

/** The engine, if it answers; for commands that look and tidy up, and so install nothing. */
export async function connect(): Promise<Connection> {
  const endpoint = resolveEndpoint(process.env);
  const docker = connectDocker(endpoint);
  const { answers, why } = await ping(docker);
  if (answers) return { docker, endpoint };
  throw new HarnessError(
    'NO_ENGINE',
    `no Docker Engine answers at ${endpoint.host} (${endpoint.source}): ${why}`,
    { hint: 'Start it, or name another one in DOCKER_HOST; `blackstart run` can install one.' },
  );
}

/**
 * The engine, started again where it is installed but dead: what a run left in an engine that died
 * can only be removed by that engine. Nothing is installed for it.
 */
export async function connectOrStart(): Promise<Connection> {
  if (!isEngineInstalled(process.env)) return connect();
  return ensureEngine({ env: process.env, progress: silent });
}

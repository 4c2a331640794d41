import type Docker from 'dockerode';
import type { AttachedService } from '../../core/attached-project.ts';
import { statusOf, unlessAlready } from '../docker-service.ts';
import { limitAttached, limitsNow, sameLimits } from './found-limits.ts';

/**
 * Makes a container run as it was found: not paused, with the limits that it had. Says what had to be
 * done; nothing to one that was removed.
 */
export async function restore(
  docker: Docker,
  found: Pick<AttachedService, 'container' | 'limits'>,
): Promise<readonly string[]> {
  const container = docker.getContainer(found.container);
  const info = await container.inspect().catch(unlessGone);
  if (info === undefined) return ['it was removed by somebody else: nothing can be done for it'];
  const done: string[] = [];
  if (info.State.Paused) {
    await container.unpause();
    done.push('it was paused: it goes on');
  }
  if (!info.State.Running) {
    await container.start().catch(unlessAlready);
    done.push(`it had ended with code ${info.State.ExitCode}: it was started again`);
  }
  const { MemTotal } = await docker.info();
  if (!sameLimits(limitsNow(info), found.limits, MemTotal)) {
    await limitAttached(docker, container, found.limits, {});
    done.push('it had been limited: it may use again what it might before');
  }
  return done;
}

/** In what a container is not as it was found; empty where it is. Only looks. */
export async function unlikeFound(
  docker: Docker,
  found: Pick<AttachedService, 'container' | 'limits'>,
): Promise<readonly string[]> {
  const info = await docker.getContainer(found.container).inspect().catch(unlessGone);
  if (info === undefined) return ['it was removed'];
  const { MemTotal } = await docker.info();
  return [
    ...(info.State.Running ? [] : [`it does not run: it ended with code ${info.State.ExitCode}`]),
    ...(info.State.Paused ? ['it is paused'] : []),
    ...(sameLimits(limitsNow(info), found.limits, MemTotal) ? [] : ['it is limited']),
  ];
}

function unlessGone(error: unknown): undefined {
  if (statusOf(error) !== 404) throw error;
}

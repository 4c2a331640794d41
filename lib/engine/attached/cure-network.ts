import type Docker from 'dockerode';
import { HarnessError, messageOf } from '../../core/errors.ts';
import { statusOf } from '../docker-service.ts';
import { helperRun, labels } from '../labels.ts';
import { removeRun } from '../sweep.ts';
import { forgetRules } from './forget-rules.ts';

/**
 * Takes every rule of ours away from the network of somebody else's container, whoever has imposed it:
 * through a container that joins it for that. In one that does not run there is none.
 */
export async function cureNetwork(docker: Docker, container: string): Promise<void> {
  const short = container.slice(0, 12);
  const { run, labels: marks } = helperRun(`cure-${short}`);
  await using cleanUp = new AsyncDisposableStack();
  cleanUp.defer(() => removeRun(docker, run));
  const Image = await anyMachineImage(docker);
  try {
    const helper = await docker.createContainer({
      name: `blackstart-${run}`,
      Image,
      Labels: { ...marks, [labels.machine]: short },
      HostConfig: { NetworkMode: `container:${container}`, CapAdd: ['NET_ADMIN'] },
    });
    await helper.start();
    await forgetRules(docker, helper);
  } catch (error) {
    if (!(await isRunning(docker, container))) return;
    throw error;
  }
}

async function isRunning(docker: Docker, container: string): Promise<boolean> {
  const info = await docker
    .getContainer(container)
    .inspect()
    .catch((error: unknown) => {
      if (statusOf(error) !== 404) throw error;
      return undefined;
    });
  return info?.State.Running === true;
}

/** Of any version: all have nftables. */
async function anyMachineImage(docker: Docker): Promise<string> {
  const images = await docker
    .listImages({ filters: { reference: ['blackstart/machine'] } })
    .catch((cause: unknown) => {
      throw new HarnessError('ENGINE', `the engine lists no images: ${messageOf(cause)}`, {
        hint: 'Run `blackstart doctor`.',
        cause,
      });
    });
  const [tag] = images.flatMap(({ RepoTags: tags }) => tags ?? []);
  if (tag !== undefined) return tag;
  throw new HarnessError('IMAGE', 'no image of a machine is left to take rules away with', {
    hint: 'Build it, then clean again: blackstart prepare, blackstart clean.',
  });
}

import type Docker from 'dockerode';
import { HarnessError, messageOf } from '../core/errors.ts';
import type { Progress } from '../core/progress.ts';
import type { Environment } from './endpoint.ts';
import { findImage, type ImageRef } from './find-image.ts';
import { type EngineMessage, follow } from './follow.ts';
import { HOME_MADE, makeBase, removeAbandonedBases } from './home-made-base.ts';

/** The official Debian 12 slim image. */
const OFFICIAL = 'debian:12-slim';

export interface BaseImageOptions {
  readonly docker: Docker;
  readonly env: Environment;
  readonly progress: Progress;
  readonly signal?: AbortSignal | undefined;
}

/** The image that all product images build on: there already, pulled, or made on the spot. */
export async function ensureBaseImage(options: BaseImageOptions): Promise<ImageRef> {
  const { docker, env } = options;
  await removeAbandonedBases();
  const present = await findBaseImage(docker, env);
  if (present !== undefined) return present;
  const chosen = env['BLACKSTART_BASE_IMAGE'];
  if (chosen) return chosenBase(chosen, options);
  const failure = await pull(OFFICIAL, options);
  if (failure === undefined) return presentImage(docker, OFFICIAL);
  await makeBase({ ...options, because: `${OFFICIAL} can't be pulled: ${failure}` });
  return presentImage(docker, HOME_MADE);
}

/** The base image that is here already; undefined where a run would have to get it first. */
export async function findBaseImage(
  docker: Docker,
  env: Environment,
): Promise<ImageRef | undefined> {
  const chosen = env['BLACKSTART_BASE_IMAGE'];
  if (chosen) return findImage(docker, chosen);
  return (await findImage(docker, OFFICIAL)) ?? (await findImage(docker, HOME_MADE));
}

async function chosenBase(tag: string, options: BaseImageOptions): Promise<ImageRef> {
  const failure = await pull(tag, options);
  if (failure === undefined) return presentImage(options.docker, tag);
  throw new HarnessError(
    'BASE_IMAGE',
    `BLACKSTART_BASE_IMAGE: ${tag} is not here and can't be pulled: ${failure}`,
    { hint: 'Name a Debian 12 image that the engine has or can pull, or unset it.' },
  );
}

async function presentImage(docker: Docker, tag: string): Promise<ImageRef> {
  const image = await findImage(docker, tag);
  if (image === undefined) throw new RangeError(`${tag} should be there by now`);
  return image;
}

/** Pulls an image; what comes back is why it could not, if so. */
async function pull(
  tag: string,
  { docker, progress, signal }: BaseImageOptions,
): Promise<string | undefined> {
  progress(`pulling ${tag}`);
  const onMessage = ({ id = '', status }: EngineMessage) => {
    if (status !== undefined) progress(`pulling ${tag}: ${id} ${status}`);
  };
  try {
    await follow(docker, await docker.pull(tag), { onMessage, signal });
    return undefined;
  } catch (error) {
    signal?.throwIfAborted();
    return messageOf(error);
  }
}

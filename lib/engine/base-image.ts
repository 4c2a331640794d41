import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { execa } from 'execa';
import { HarnessError, messageOf } from '../core/errors.ts';
import type { Progress } from '../core/progress.ts';
import { hostMirror } from './apt-mirror.ts';
import type { Environment } from './endpoint.ts';
import { isDebian } from './ensure-engine.ts';
import { follow } from './follow.ts';
import { aptInstall } from './install-engine.ts';

/** The official Debian 12 slim image. */
const OFFICIAL = 'debian:12-slim';

/** What stands in for it where no registry answers: the same packages from the same archive. */
const HOME_MADE = 'blackstart/base:debian-12';
const SUITE = 'bookworm';

export interface BaseImageOptions {
  readonly docker: Docker;
  readonly env: Environment;
  readonly progress: Progress;
}

export interface ImageRef {
  readonly tag: string;
  readonly id: string;
}

/** The image that all product images build on: there already, pulled, or made on the spot. */
export async function ensureBaseImage({
  docker,
  env,
  progress,
}: BaseImageOptions): Promise<ImageRef> {
  const chosen = env['BLACKSTART_BASE_IMAGE'];
  if (chosen) return chosenBase(chosen, docker, progress);
  const present = await findBaseImage(docker, env);
  if (present !== undefined) return present;
  const failure = await pull(OFFICIAL, docker, progress);
  if (failure !== undefined) await makeBase(docker, progress, failure);
  return presentImage(docker, failure === undefined ? OFFICIAL : HOME_MADE);
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

async function chosenBase(tag: string, docker: Docker, progress: Progress): Promise<ImageRef> {
  const present = await findImage(docker, tag);
  if (present !== undefined) return present;
  const failure = await pull(tag, docker, progress);
  if (failure === undefined) return presentImage(docker, tag);
  throw new HarnessError(
    'BASE_IMAGE',
    `BLACKSTART_BASE_IMAGE: ${tag} is not here and can't be pulled: ${failure}`,
    {
      hint: 'Name a Debian 12 image that the engine has or can pull, or unset it.',
    },
  );
}

/** The image with this tag; undefined where the engine has none. */
export async function findImage(docker: Docker, tag: string): Promise<ImageRef | undefined> {
  return docker
    .getImage(tag)
    .inspect()
    .then(
      ({ Id: id }) => ({ tag, id }),
      (error: unknown) => {
        if (error instanceof Error && 'statusCode' in error && error.statusCode === 404)
          return undefined;
        throw error;
      },
    );
}

async function presentImage(docker: Docker, tag: string): Promise<ImageRef> {
  const image = await findImage(docker, tag);
  if (image === undefined) throw new RangeError(`${tag} should be there by now`);
  return image;
}

/** Pulls an image; what comes back is why it could not, if so. */
async function pull(tag: string, docker: Docker, progress: Progress): Promise<string | undefined> {
  progress(`pulling ${tag}`);
  try {
    await follow(docker, await docker.pull(tag), ({ id, status }) => {
      if (status !== undefined)
        progress(`pulling ${tag}: ${[id, status].filter(Boolean).join(' ')}`);
    });
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

async function makeBase(docker: Docker, progress: Progress, pullFailure: string): Promise<void> {
  if (process.getuid?.() !== 0 || !isDebian()) {
    throw new HarnessError('BASE_IMAGE', `${OFFICIAL} can't be pulled: ${pullFailure}`, {
      hint: 'Give the engine a registry, or name an image it has in BLACKSTART_BASE_IMAGE. (Root on Debian or Ubuntu could make one with debootstrap.)',
    });
  }
  if (!existsSync('/usr/sbin/debootstrap'))
    await aptInstall(['debootstrap'], 'no registry answers', progress);
  const mirror = hostMirror();
  const folder = await mkdtemp(join(tmpdir(), 'blackstart-base-'));
  try {
    progress(`no registry answers: making a Debian 12 base image from ${mirror} (about 25 s)`);
    await execa('debootstrap', ['--variant=minbase', SUITE, folder, mirror], { all: true });
    progress('importing the base image');
    await importFolder(docker, folder);
  } catch (cause) {
    throw new HarnessError(
      'BASE_IMAGE',
      `debootstrap could not make a base image from ${mirror}: ${messageOf(cause)}`,
      {
        hint: 'Check that the mirror in /etc/apt can be reached, or set BLACKSTART_BASE_IMAGE.',
        cause,
      },
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What an image does not need, as tar's patterns: it is installed from again, not read by people. */
const leftOut = [
  './var/cache/apt/*',
  './var/lib/apt/lists/*',
  './usr/share/doc/*',
  './usr/share/man/*',
  './usr/share/locale/*',
];

async function importFolder(docker: Docker, folder: string): Promise<void> {
  const packing = execa(
    'tar',
    ['-C', folder, ...leftOut.map((pattern) => `--exclude=${pattern}`), '-c', '.'],
    {
      buffer: false,
    },
  );
  const [repo, tag] = HOME_MADE.split(':');
  const imported = docker.importImage(packing.stdout, { repo, tag });
  await follow(docker, await imported);
  await packing;
}

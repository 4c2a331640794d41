import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { execa } from 'execa';
import { HarnessError, messageOf } from '../core/errors.ts';
import type { Progress } from '../core/progress.ts';
import { hostMirror } from './apt-mirror.ts';
import { isDebian } from './ensure-engine.ts';
import { follow } from './follow.ts';
import { aptInstall } from './install-engine.ts';

/** What stands in for the official image where no registry answers: the same packages. */
export const HOME_MADE = 'blackstart/base:debian-12';
const SUITE = 'bookworm';
const FOLDER = 'blackstart-base-';

/** What an image does not need, as tar's patterns: installed from again, or not read by people. */
const leftOut = [
  './proc/*',
  './sys/*',
  './var/cache/apt/*',
  './var/lib/apt/lists/*',
  './usr/share/doc/*',
  './usr/share/man/*',
  './usr/share/locale/*',
];

export interface MakeBaseOptions {
  readonly docker: Docker;
  readonly progress: Progress;
  readonly signal?: AbortSignal | undefined;
  /** Why it has to be made at all. */
  readonly because: string;
}

/** Makes a Debian 12 image from the mirror that the host itself uses. Only root on Debian can. */
export async function makeBase(options: MakeBaseOptions): Promise<void> {
  const { docker, progress, signal, because } = options;
  if (process.getuid?.() !== 0 || !isDebian()) {
    throw new HarnessError('BASE_IMAGE', because, {
      hint: 'Give the engine a registry, or name an image it has in BLACKSTART_BASE_IMAGE. (Root on Debian or Ubuntu could make one with debootstrap.)',
    });
  }
  if (!existsSync('/usr/sbin/debootstrap')) {
    await aptInstall(['debootstrap'], 'no registry answers', progress);
  }
  signal?.throwIfAborted();
  const mirror = hostMirror();
  const folder = await mkdtemp(join(tmpdir(), `${FOLDER}${process.pid}-`));
  const cancel = signal === undefined ? {} : { cancelSignal: signal };
  try {
    progress(`no registry answers: making a Debian 12 base image from ${mirror} (about 25 s)`);
    await execa('debootstrap', ['--variant=minbase', SUITE, folder, mirror], {
      all: true,
      ...cancel,
    });
    progress('importing the base image');
    await importFolder(docker, folder, signal);
  } catch (cause) {
    signal?.throwIfAborted();
    throw new HarnessError(
      'BASE_IMAGE',
      `debootstrap could not make a base image from ${mirror}: ${messageOf(cause)}`,
      {
        hint: 'Check that the mirror in /etc/apt can be reached, or set BLACKSTART_BASE_IMAGE.',
        cause,
      },
    );
  } finally {
    await removeFolder(folder);
  }
}

async function importFolder(
  docker: Docker,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const excludes = leftOut.map((pattern) => `--exclude=${pattern}`);
  const packing = execa('tar', ['-C', folder, ...excludes, '-c', '.'], { buffer: false });
  const [repo, tag] = HOME_MADE.split(':');
  const imported = docker.importImage(packing.stdout, { repo, tag });
  await follow(docker, await imported, { signal });
  await packing;
}

/** Removes what attempts left whose processes were killed. */
export async function removeAbandonedBases(): Promise<void> {
  const abandoned = readdirSync(tmpdir()).filter((name) => {
    const pid = name.startsWith(FOLDER) ? name.slice(FOLDER.length).split('-')[0] : undefined;
    return pid !== undefined && !existsSync(`/proc/${pid}`);
  });
  for (const name of abandoned) await removeFolder(join(tmpdir(), name));
}

/** A debootstrap that was killed may have left the kernel's file systems mounted in there. */
async function removeFolder(folder: string): Promise<void> {
  for (const mount of ['proc', 'sys']) {
    await execa('umount', ['--lazy', join(folder, mount)], { reject: false });
  }
  await rm(folder, { recursive: true, force: true });
}

import type Docker from 'dockerode';
import type { Progress } from '../core/progress.ts';
import { ensureBaseImage } from './base-image.ts';
import type { Environment } from './endpoint.ts';
import { type Confirm, ensureEngine } from './ensure-engine.ts';
import type { ImageRef } from './find-image.ts';
import { ensureImages } from './images.ts';

export interface SetUpOptions {
  /** Folders under `folder`, one an image. */
  readonly images: readonly string[];
  readonly folder: string;
  readonly env: Environment;
  readonly progress: Progress;
  /** Asks a person; undefined where nobody is there. */
  readonly confirm?: Confirm | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** An engine that answers, with everything on it that a run needs. */
export interface Ready {
  readonly docker: Docker;
  readonly base: ImageRef;
  /** Tags by folder name. */
  readonly images: ReadonlyMap<string, string>;
  readonly versions: Readonly<Record<string, string>>;
}

/** Gets from a fresh machine to one that can run, doing only what has not been done yet. */
export async function setUp({
  images: names,
  folder,
  env,
  progress,
  confirm,
  signal,
}: SetUpOptions): Promise<Ready> {
  progress('looking for a Docker Engine');
  const { docker } = await ensureEngine({ env, progress, confirm });
  signal?.throwIfAborted();
  const base = await ensureBaseImage({ docker, env, progress, signal });
  const images = await ensureImages({ docker, base, folder, names, progress, signal });
  const { Version: engine, KernelVersion: kernel } = await docker.version();
  return {
    docker,
    base,
    images,
    versions: {
      engine: engine ?? 'unknown',
      kernel: kernel ?? 'unknown',
      node: process.version,
      base: `${base.tag} ${base.id.slice(7, 19)}`,
      ...Object.fromEntries([...images].map(([name, tag]) => [`image ${name}`, tag])),
    },
  };
}

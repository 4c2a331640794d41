import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { allEnded } from '../core/all-ended.ts';
import { HarnessError, messageOf, UsageError } from '../core/errors.ts';
import type { Progress } from '../core/progress.ts';
import { findImage, type ImageRef } from './find-image.ts';
import { type EngineMessage, follow } from './follow.ts';

export interface ImagesOptions {
  readonly docker: Docker;
  readonly base: ImageRef;
  /** The folder with one folder an image. */
  readonly folder: string;
  /** Which images are needed. */
  readonly names: readonly string[];
  readonly progress: Progress;
  readonly signal?: AbortSignal | undefined;
}

/** Builds what is needed and not there yet, side by side. Tags by folder name. */
export async function ensureImages(options: ImagesOptions): Promise<ReadonlyMap<string, string>> {
  return new Map(
    await allEnded(
      options.names.map(async (name) => [name, await ensureImage(name, options)] as const),
    ),
  );
}

/** `blackstart/<name>:<hash>`: an unchanged folder on an unchanged base is never built again. */
export function imageTag(name: string, folder: string, base: ImageRef): string {
  const hash = createHash('sha256').update(base.id);
  for (const file of filesOf(join(folder, name))) {
    const path = join(folder, name, file);
    const executable = (statSync(path).mode & 0o100) !== 0 ? 'x' : '-';
    hash.update(`\0${file}\0${executable}\0`).update(readFileSync(path));
  }
  return `blackstart/${name}:${hash.digest('hex').slice(0, 12)}`;
}

function filesOf(folder: string): readonly string[] {
  if (!existsSync(join(folder, 'Dockerfile'))) {
    throw new UsageError(`expected a Dockerfile in ${folder}, found none`, {
      hint: 'An image is a folder under images/ with a Dockerfile.',
    });
  }
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => statSync(join(folder, file)).isFile())
    .toSorted();
}

async function ensureImage(name: string, options: ImagesOptions): Promise<string> {
  const { docker, base, folder } = options;
  const tag = imageTag(name, folder, base);
  if ((await findImage(docker, tag)) === undefined) {
    await build(name, tag, options);
    await removeOlder(name, tag, docker);
  }
  return tag;
}

/** Through the engine's own API: testcontainers' builder keeps a failed build's output to itself. */
async function build(
  name: string,
  tag: string,
  { docker, base, folder, progress, signal }: ImagesOptions,
): Promise<void> {
  const context = join(folder, name);
  const output: string[] = [];
  progress(`building image ${name}`);
  try {
    const stream = await docker.buildImage(
      { context, src: [...filesOf(context)] },
      {
        t: tag,
        buildargs: { BASE: base.tag },
        labels: { 'org.blackstart.image': name },
        rm: true,
        forcerm: true,
      },
    );
    const onMessage = ({ stream: text }: EngineMessage) => {
      if (text === undefined) return;
      output.push(text);
      const step = text.match(/^Step (\d+\/\d+) : (\S+)/);
      if (step !== null) progress(`building image ${name}: step ${step[1]} ${step[2]}`);
    };
    await follow(docker, stream, { onMessage, signal });
  } catch (cause) {
    signal?.throwIfAborted();
    const last = output.join('').trimEnd().split('\n').slice(-15).join('\n    ');
    throw new HarnessError('IMAGE', `image ${name} can't be built: ${messageOf(cause)}`, {
      hint: `See ${context}/Dockerfile; its build ended with:\n    ${last}`,
      cause,
    });
  }
}

/** Earlier states of the same folder; one that a container still uses is left. */
async function removeOlder(name: string, tag: string, docker: Docker): Promise<void> {
  const images = await docker.listImages({ filters: { reference: [`blackstart/${name}`] } });
  const older = images.flatMap(({ RepoTags: tags }) => tags ?? []).filter((other) => other !== tag);
  for (const other of older) {
    await docker.getImage(other).remove().catch(unlessUsedOrGone);
  }
}

function unlessUsedOrGone(error: unknown): void {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  if (status !== 404 && status !== 409) throw error;
}

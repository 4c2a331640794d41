import { join } from 'node:path';
import { type Capability, capabilities } from '../core/capability.ts';
import { messageOf } from '../core/errors.ts';
import { packageFolder } from '../core/package-folder.ts';
import { findBaseImage } from '../engine/base-image.ts';
import { probeCapabilities } from '../engine/capabilities.ts';
import { connectDocker, ping } from '../engine/docker.ts';
import { type Environment, resolveEndpoint } from '../engine/endpoint.ts';
import { findImage } from '../engine/find-image.ts';
import { imageTag } from '../engine/images.ts';

/** What a fault needs of this host's kernel, and whether it is there. */
export interface Offer {
  readonly capability: Capability;
  readonly status: 'there' | 'lacking' | 'not-tried';
  /** Why it is lacking, or was not tried. */
  readonly because?: string;
  readonly cure?: string;
}

/** Tries out what is needed, where an engine and its image are there already; changes nothing. */
export async function offered(
  needs: ReadonlySet<Capability>,
  env: Environment,
): Promise<readonly Offer[]> {
  if (needs.size === 0) return [];
  const lacking = await tryOut(env);
  return [...needs].map((capability): Offer => {
    if (typeof lacking === 'string') return { capability, status: 'not-tried', because: lacking };
    const because = lacking.get(capability);
    return because === undefined
      ? { capability, status: 'there' }
      : { capability, status: 'lacking', because, cure: capabilities[capability].cure };
  });
}

/** What the kernel lacks; or why it could not be asked. */
async function tryOut(env: Environment): Promise<ReadonlyMap<Capability, string> | string> {
  const { host } = resolveEndpoint(env);
  const docker = connectDocker(resolveEndpoint(env));
  if (!(await ping(docker)).answers) return `no Docker Engine answers at ${host}`;
  const base = await findBaseImage(docker, env);
  const tag = base && imageTag('machine', join(packageFolder, 'images'), base);
  if (tag === undefined || (await findImage(docker, tag)) === undefined) {
    return 'the image of a machine is not built yet (blackstart prepare)';
  }
  return probeCapabilities(docker, tag, { without: env['BLACKSTART_WITHOUT'] }).then(
    ({ lacking }) => lacking,
    (error: unknown) => messageOf(error),
  );
}

import type Docker from 'dockerode';
import { statusOf } from '../docker-service.ts';
import type { LinkDegrader } from '../machine-network.ts';

/** A container of ours that joins the network of somebody else's. */
export interface HelperOptions {
  readonly image: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly degrader: LinkDegrader;
}

/** A helper that is started again joins the namespace that is there then. */
export async function joinHelper(
  docker: Docker,
  owner: Docker.Container,
  { image, name, labels, degrader }: HelperOptions,
  helper: Docker.Container | undefined,
): Promise<Docker.Container> {
  if (helper !== undefined) {
    const isThere = await helper.restart({ t: 0 }).then(
      () => true,
      (error: unknown) => unlessGone(error),
    );
    if (isThere) return helper;
  }
  const made = await docker.createContainer({
    name,
    Image: image,
    Labels: { ...labels },
    HostConfig: {
      NetworkMode: `container:${owner.id}`,
      CapAdd: ['NET_ADMIN', 'NET_RAW', 'SYS_NICE'],
      Devices:
        degrader === 'wire'
          ? [
              {
                PathOnHost: '/dev/net/tun',
                PathInContainer: '/dev/net/tun',
                CgroupPermissions: 'rwm',
              },
            ]
          : [],
    },
  });
  await made.start().catch(async (error: unknown) => {
    // Its owner has just ended: the next one wants its name.
    await made.remove({ force: true });
    throw error;
  });
  return made;
}

/** Somebody may have removed it. */
function unlessGone(error: unknown): false {
  if (statusOf(error) === 404) return false;
  throw error;
}

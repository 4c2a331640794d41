import type Docker from 'dockerode';
import type { AttachedProject, PublishedPort } from '../../core/attached-project.ts';
import { UsageError } from '../../core/errors.ts';
import { labels } from '../labels.ts';
import { ownerState } from '../owner.ts';
import { arrange, type FoundContainer } from './arrange.ts';

/** What Compose marks its containers with. */
export const composeLabels = {
  project: 'com.docker.compose.project',
  service: 'com.docker.compose.service',
  number: 'com.docker.compose.container-number',
  oneOff: 'com.docker.compose.oneoff',
} as const;

/** Names of the Compose projects on an engine that are not Blackstart's own. */
export async function composeProjects(docker: Docker): Promise<readonly string[]> {
  const all = await docker.listContainers({
    all: true,
    filters: { label: [composeLabels.project] },
  });
  const foreign = all.filter(({ Labels }) => !(labels.run in Labels));
  return [...new Set(foreign.map(({ Labels }) => Labels[composeLabels.project] ?? ''))].toSorted();
}

/**
 * A Compose project by its name, as it runs now. Only looks.
 *
 * @throws UsageError where it can't be attached to: nobody has started it, nothing of it runs, it is
 * Blackstart's own, or somebody is attached to it already
 */
export async function findProject(docker: Docker, project: string): Promise<AttachedProject> {
  const found = await docker.listContainers({
    all: true,
    filters: { label: [`${composeLabels.project}=${project}`] },
  });
  if (found.length === 0) throw await unknownProject(docker, project);
  assertForeign(project, found);
  await assertFree(docker, project);
  const containers = await Promise.all(found.map(({ Id }) => foundContainer(docker, Id)));
  const arranged = arrange(
    project,
    containers.filter((one) => one !== undefined),
  );
  if (arranged.machines.length > 0) return arranged;
  const why = arranged.leftAlone.map(({ name, because }) => `${name}: ${because}`).join('; ');
  throw new UsageError(`${project}: expected containers that run, found none (${why})`, {
    hint: `Start it: docker compose -p ${project} start`,
  });
}

async function unknownProject(docker: Docker, project: string): Promise<UsageError> {
  const names = await composeProjects(docker);
  return names.length === 0
    ? new UsageError(
        `expected a Compose project, found none on this engine, '${project}' neither`,
        {
          hint: 'Start it with docker compose up -d; or bring a cluster of Blackstart’s up: blackstart up galera.',
        },
      )
    : new UsageError(`expected a Compose project (${names.join(', ')}), found '${project}'`, {
        hint: 'Name one of those in parentheses: blackstart attach --project <name>.',
      });
}

function assertForeign(project: string, found: readonly Docker.ContainerInfo[]): void {
  if (!found.some(({ Labels }) => labels.run in Labels)) return;
  throw new UsageError(`${project}: expected a project of somebody else, found Blackstart's own`, {
    hint: 'Blackstart harms its own containers by: blackstart up, blackstart run.',
  });
}

/**
 * Rejects where somebody is attached to a project, but for one run: two that cured the same containers would
 * undo each other's harm.
 */
export async function assertFree(docker: Docker, project: string, but?: string): Promise<void> {
  const helpers = await docker.listContainers({
    all: true,
    filters: { label: [`${labels.project}=${project}`] },
  });
  const other = helpers.find(
    ({ Labels }) => Labels[labels.run] !== but && ownerState(Labels[labels.owner] ?? '') !== 'dead',
  );
  if (other === undefined) return;
  throw new UsageError(
    `${project} is attached already, by run ${other.Labels[labels.run]} of another process`,
    { hint: 'blackstart status shows it, if it is yours; blackstart down ends it.' },
  );
}

/** Undefined where it has just been removed. */
async function foundContainer(docker: Docker, id: string): Promise<FoundContainer | undefined> {
  const info = await docker.getContainer(id).inspect().catch(unlessGone);
  if (info === undefined) return undefined;
  const { Config, HostConfig, NetworkSettings, State, Name } = info;
  const label = (name: string) => Config.Labels[name] ?? '';
  return {
    container: info.Id,
    containerName: Name.replace(/^\//, ''),
    image: Config.Image,
    service: label(composeLabels.service),
    number: label(composeLabels.number),
    oneOff: label(composeLabels.oneOff).toLowerCase() === 'true',
    state: State.Status,
    networkMode: HostConfig.NetworkMode ?? '',
    networks: Object.entries(NetworkSettings.Networks)
      .filter(([, { NetworkID }]) => NetworkID !== '')
      .map(([name]) => name),
    ports: portsIn({ ...Config.ExposedPorts, ...NetworkSettings.Ports }),
    published: publishedIn(NetworkSettings.Ports),
    terminal: Config.Tty,
    limits: {
      nanoCpus: HostConfig.NanoCpus ?? 0,
      cpuQuota: HostConfig.CpuQuota ?? 0,
      cpuPeriod: HostConfig.CpuPeriod ?? 0,
      memory: HostConfig.Memory ?? 0,
      memorySwap: HostConfig.MemorySwap ?? 0,
    },
  };
}

/** `8080/tcp`, as the engine writes it. */
const tcpPort = (text: string): number | undefined => {
  const [port, protocol] = text.split('/');
  return protocol === 'tcp' ? Number(port) : undefined;
};

const portsIn = (ports: object): number[] =>
  Object.keys(ports)
    .flatMap((text) => tcpPort(text) ?? [])
    .toSorted((one, other) => one - other);

/** Of a port that is published for both versions of the protocol once. */
function publishedIn(
  ports: Docker.ContainerInspectInfo['NetworkSettings']['Ports'],
): PublishedPort[] {
  const all = Object.entries(ports ?? {}).flatMap(([text, bindings]) => {
    const to = tcpPort(text);
    if (to === undefined) return [];
    return (bindings ?? []).map(({ HostIp, HostPort }) => ({
      address: HostIp === '' || HostIp === '::' ? '0.0.0.0' : HostIp,
      port: Number(HostPort),
      to,
    }));
  });
  return [...new Map(all.map((one) => [`${one.address}:${one.port}`, one])).values()];
}

function unlessGone(error: unknown): undefined {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  if (status !== 404) throw error;
}

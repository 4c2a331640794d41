import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { allEnded } from '../core/all-ended.ts';
import { monotonicClock } from '../core/clock.ts';
import type { Machine } from '../core/machine.ts';
import { packageFolder } from '../core/package-folder.ts';
import type { MachinePlan, Topology } from '../core/topology.ts';
import { type ComposeProject, composeProject } from '../engine/compose-project.ts';
import { ensureCompose } from '../engine/ensure-compose.ts';
import { findImage } from '../engine/find-image.ts';
import { helperRun, labels } from '../engine/labels.ts';
import { type Ready, setUp } from '../engine/set-up.ts';
import { standingMachine } from '../engine/standing-machine.ts';
import { findRemains, removeRun } from '../engine/sweep.ts';
import { ceph } from '../systems/ceph/index.ts';
import { edge } from '../systems/edge/index.ts';
import { galera } from '../systems/galera/index.ts';
import { memcached } from '../systems/memcached/index.ts';
import { rabbitmq } from '../systems/rabbitmq/index.ts';
import { redisSentinel } from '../systems/redis/index.ts';
import { controlPlane } from '../topologies/control-plane.ts';
import { composeName } from './compose.ts';

/** A test below holds them to be those of the file. */
const composeProfiles = [
  galera(),
  redisSentinel(),
  edge(),
  rabbitmq(),
  ceph(),
  rabbitmq({ version: '4' }),
  memcached(),
  controlPlane(),
];

const fileSchema = z.object({
  services: z.record(
    z.string(),
    z.object({
      profiles: z.array(z.string()),
      image: z.string(),
      networks: z.record(z.string(), z.object({ ipv4_address: z.string() })).optional(),
    }),
  ),
  networks: z.record(z.string(), z.record(z.string(), z.unknown())),
});

const file = join(packageFolder, 'docker-compose.chaos.yml');
const described = fileSchema.parse(parse(readFileSync(file, 'utf8')));
const services = Object.entries(described.services);

/** What this test leaves behind when it dies is removed by the next command, as what a run leaves. */
const { run, labels: marks } = helperRun('compose');
const folder = mkdtempSync(join(tmpdir(), 'blackstart-test-'));

let docker: Docker;
let project: ComposeProject | undefined;
let lacking = '';
/** Images that only this test needs. */
const made: string[] = [];

beforeAll(async () => {
  const program = await ensureCompose({ env: process.env, progress: console.error });
  if (program.words === undefined) {
    lacking = program.lacking;
    console.error(`skipped: ${lacking}`);
    return;
  }
  // Compose finds every layer of its images there already.
  const images = new Set(composeProfiles.flatMap(({ machines }) => machines).flatMap(imagesOf));
  const ready = await setUp({
    images: [...images],
    folder: join(packageFolder, 'images'),
    env: process.env,
    progress: console.error,
  });
  docker = ready.docker;
  project = projectOf(ready, program.words);
  const ofEach = new Map(services.map(([name, { image }]) => [image, name]));
  for (const image of ofEach.keys()) {
    if ((await findImage(docker, image)) === undefined) made.push(image);
  }
  await project.build([...ofEach.values()]);
});
afterEach(async () => {
  if (project !== undefined) await removeRun(docker, run);
});
afterAll(async () => {
  for (const image of made) await docker.getImage(image).remove();
  rmSync(folder, { recursive: true });
});

const imagesOf = ({ services }: MachinePlan): readonly string[] => [
  'machine',
  ...services.map(({ image }) => image),
];

function projectOf({ base }: Ready, words: readonly string[]): ComposeProject {
  const marked = join(folder, 'labels.yml');
  writeFileSync(marked, stringify(labelsOnTop()));
  return composeProject({
    words,
    name: `blackstart-${run}`,
    files: [file, marked],
    env: { BLACKSTART_BASE_IMAGE: base.tag },
  });
}

/** A network is replaced as a whole by a file on top, a service is not. */
const labelsOnTop = () => ({
  services: Object.fromEntries(
    services.map(([name]) => [name, { labels: { ...marks, [labels.machine]: name } }]),
  ),
  networks: Object.fromEntries(
    Object.entries(described.networks).map(([name, network]) => [
      name,
      { ...network, labels: marks },
    ]),
  ),
});

/** The container of a service in the file. */
async function containerOf(service: string): Promise<Docker.Container> {
  const wanted = [`${labels.run}=${run}`, `${labels.machine}=${service}`];
  const [found] = await docker.listContainers({ all: true, filters: { label: wanted } });
  if (found === undefined) throw new RangeError(`${service} has no container`);
  return docker.getContainer(found.Id);
}

async function lookedAt(
  profile: string,
  { name, services }: MachinePlan,
): Promise<Machine & Disposable> {
  const key = composeName(profile, name);
  const address = described.services[key]?.networks?.[profile]?.ipv4_address ?? 'none';
  return standingMachine({
    docker,
    self: { name, address },
    holder: await containerOf(key),
    services: await allEnded(
      services.map(async (plan) => ({
        plan,
        container: await containerOf(`${key}-${plan.name}`),
      })),
    ),
  });
}

async function becomesReady({ name, machines: plans, systems }: Topology): Promise<void> {
  using cleanUp = new DisposableStack();
  const machines = await allEnded(plans.map((plan) => lookedAt(name, plan)));
  for (const machine of machines) cleanUp.use(machine);
  for (const system of systems) {
    await system.form(machines, { clock: monotonicClock, progress: console.error });
  }
}

/** As Compose itself marks it, and as it is marked for us. */
async function left(): Promise<readonly unknown[]> {
  const filters = { label: [`com.docker.compose.project=blackstart-${run}`] };
  const [containers, networks, { Volumes: volumes }, remains] = await Promise.all([
    docker.listContainers({ all: true, filters }),
    docker.listNetworks({ filters }),
    docker.listVolumes({ filters }),
    findRemains(docker, run),
  ]);
  return [...containers, ...networks, ...volumes, ...remains];
}

test('every profile is brought up below', () => {
  const profiles = new Set(services.flatMap(([, { profiles }]) => profiles));
  expect([...profiles].toSorted()).toEqual(composeProfiles.map(({ name }) => name).toSorted());
});

test.for(composeProfiles)(
  'Compose brings $name up, ready as in a run, and takes it down without a trace',
  async (topology, { skip }) => {
    if (project === undefined) return skip(lacking);
    const { name } = topology;
    const own = services.filter(([, { profiles }]) => profiles.includes(name));
    await project.up(name);
    const [remains] = await findRemains(docker, run);
    expect(remains?.containers).toHaveLength(own.length);
    await becomesReady(topology);
    await project.down(name);
    expect(await left()).toEqual([]);
  },
);

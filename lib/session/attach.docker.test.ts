import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { leftBehind } from '../cli/left-behind.ts';
import { spawnBlackstart } from '../cli/spawn-blackstart.ts';
import { monotonicClock } from '../core/clock.ts';
import { eventually } from '../core/eventually.ts';
import type { Finding } from '../core/measure.ts';
import { fixtureFolder, packageFolder } from '../core/package-folder.ts';
import type { Report } from '../core/report.ts';
import { composeLabels } from '../engine/attached/find-project.ts';
import { type ComposeProject, composeProject } from '../engine/compose-project.ts';
import { ensureCompose } from '../engine/ensure-compose.ts';
import { exec } from '../engine/exec.ts';
import { helperRun, labels } from '../engine/labels.ts';
import { ownerState, thisProcess } from '../engine/owner.ts';
import { setUp } from '../engine/set-up.ts';
import { removeRun } from '../engine/sweep.ts';
import { judgeFile } from '../harness/judge-file.ts';
import { clusters } from './clusters.ts';

/** As somebody's own: nothing of it carries a label of Blackstart. */
const OWNER = 'attach-test.owner';
const PROFILE = 'all';
const project = `attach_test_${process.pid}`;

let docker: Docker;
let compose: ComposeProject | undefined;
let lacking = '';
let home = '';
let machineImage = '';

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'bs-'));
  const program = await ensureCompose({ env: process.env, progress: console.error });
  if (program.words === undefined) {
    lacking = program.lacking;
    console.error(`skipped: ${lacking}`);
    return;
  }
  const ready = await setUp({
    images: ['machine', 'ledger', 'edge'],
    folder: join(packageFolder, 'images'),
    env: process.env,
    progress: console.error,
  });
  docker = ready.docker;
  machineImage = ready.images.get('machine') ?? '';
  await removeDead();
  for (const image of IMAGES) {
    await docker.getImage(ready.images.get(image) ?? '').tag({ repo: `attach-test/${image}` });
  }
  const file = join(home, 'compose.yml');
  // docker-compose reads YAML 1.1, in which a bare `yes` is no text.
  writeFileSync(file, stringify(described(), { version: '1.1' }));
  compose = composeProject({ words: program.words, name: project, files: [file], env: {} });
  await compose.up(PROFILE);
  for (const service of ['db', 'web']) await accepts(service);
});
afterEach(async () => {
  // Whatever became of a test, the next one finds nobody attached.
  for (const cluster of clusters(env())) await blackstart('down', '--name', cluster.name);
});
afterAll(async () => {
  await compose?.down(PROFILE);
  for (const image of IMAGES) {
    await docker
      .getImage(`attach-test/${image}`)
      .remove()
      .catch(() => 'it was never made');
  }
  rmSync(home, { recursive: true });
});

const IMAGES = ['ledger', 'edge'];

/** Three services in two networks; `side` shares that of `web`. */
function described(): object {
  const marks = { [OWNER]: thisProcess() };
  const own = { labels: marks, profiles: [PROFILE] };
  const sleeper = {
    ...own,
    image: 'attach-test/edge',
    entrypoint: ['tini', '--', 'sleep', 'infinity'],
  };
  return {
    services: {
      web: {
        ...own,
        image: 'attach-test/edge',
        command: ['nginx'],
        volumes: [`${fixtureFolder('edge')}:/etc/edge:ro`],
        networks: ['front'],
        ports: ['127.0.0.1::8080'],
      },
      side: { ...sleeper, network_mode: 'service:web', depends_on: ['web'] },
      db: {
        ...own,
        image: 'attach-test/ledger',
        command: ['--port', '7000', '--file', '/var/lib/ledger/elements', '--flush', 'yes'],
        networks: ['front', 'back'],
        restart: 'always',
      },
      worker: { ...sleeper, networks: ['back'] },
    },
    networks: { front: { labels: marks }, back: { labels: marks } },
  };
}

/** Of a test that was killed. */
async function removeDead(): Promise<void> {
  const filters = { label: [OWNER] };
  const isDead = ({ Labels }: { readonly Labels?: Record<string, string> | undefined }) =>
    ownerState(Labels?.[OWNER] ?? '') === 'dead';
  const containers = await docker.listContainers({ all: true, filters });
  for (const { Id } of containers.filter(isDead)) {
    await docker.getContainer(Id).remove({ force: true, v: true });
  }
  const networks = await docker.listNetworks({ filters });
  for (const { Id } of networks.filter(isDead)) await docker.getNetwork(Id).remove();
}

const env = () => ({ XDG_STATE_HOME: join(home, 'state') });
const reports = () => join(home, 'reports');
const blackstart = (...words: readonly string[]) => spawnBlackstart(words, env()).ended;

/** What must end well. */
async function done(...words: readonly string[]): Promise<string> {
  const { code, output } = await blackstart(...words);
  expect(code, output).toBe(0);
  return output;
}

/** What must be refused as wrong usage, with these words. */
async function refused(words: readonly string[], ...said: readonly string[]): Promise<void> {
  const { code, output } = await blackstart(...words);
  expect(code, output).toBe(64);
  for (const one of said) expect(output).toContain(one);
}

const attach = () => done('attach', '--project', project, '--reports', reports());

async function containerOf(service: string): Promise<Docker.Container> {
  const wanted = [`${composeLabels.project}=${project}`, `${composeLabels.service}=${service}`];
  const [found] = await docker.listContainers({ all: true, filters: { label: wanted } });
  if (found === undefined) throw new RangeError(`${service} has no container`);
  return docker.getContainer(found.Id);
}

const SERVICES = ['web', 'side', 'db', 'worker'];

/** What of a container somebody would miss: how it runs, since when, what it may use. */
async function lookOf(service: string) {
  const { State, HostConfig, NetworkSettings } = await (await containerOf(service)).inspect();
  const { Status, Pid, StartedAt } = State;
  const { Memory, NanoCpus, CpuQuota } = HostConfig;
  return { Status, Pid, StartedAt, Memory, NanoCpus, CpuQuota, Ports: NetworkSettings.Ports };
}

const statusOf = async (service: string) => (await lookOf(service)).Status;

/** Whether one service is let in by another one. */
async function hears(from: string, to: string, port: number): Promise<boolean> {
  const { NetworkSettings } = await (await containerOf(to)).inspect();
  const own = await (await containerOf(from)).inspect();
  const shared = Object.keys(own.NetworkSettings.Networks).find(
    (network) => NetworkSettings.Networks[network] !== undefined,
  );
  const address = NetworkSettings.Networks[shared ?? '']?.IPAddress;
  const { exitCode } = await exec(docker, await containerOf(from), [
    ...['timeout', '1', 'bash', '-c', `echo > /dev/tcp/${address}/${port}`],
  ]);
  return exitCode === 0;
}

const soon = (what: string, look: () => Promise<boolean>) =>
  eventually(what, async () => ((await look()) ? { done: true } : { state: 'not yet' }), {
    clock: monotonicClock,
    withinMs: 10_000,
  });

const accepts = (service: string) =>
  soon(`${service} accepts`, () =>
    hears(service === 'web' ? 'db' : 'worker', service, service === 'web' ? 8080 : 7000),
  );

/** Tables of Blackstart in the network of a service, seen by nobody of Blackstart's own. */
async function rulesAt(service: string): Promise<string> {
  const { run, labels: marks } = helperRun(`look-${service}`);
  const helper = await docker.createContainer({
    Image: machineImage,
    Labels: { ...marks, [labels.machine]: service },
    HostConfig: {
      NetworkMode: `container:${(await containerOf(service)).id}`,
      CapAdd: ['NET_ADMIN'],
    },
  });
  try {
    await helper.start();
    const { output } = await exec(docker, helper, ['nft', 'list', 'tables']);
    const { output: queues } = await exec(docker, helper, ['tc', 'qdisc', 'show']);
    const rules = output.split('\n').filter((line) => line.includes('blackstart'));
    return [...rules, ...queues.split('\n').filter((line) => line.includes('netem'))].join('\n');
  } finally {
    await removeRun(docker, run);
  }
}

async function keeperPid(): Promise<number> {
  const [, , pid = ''] = (clusters(env())[0]?.keeper?.owner ?? '').split('/');
  expect(pid).not.toBe('');
  return Number(pid);
}

/** Our containers beside theirs. */
const helpers = () =>
  docker.listContainers({ filters: { label: [`${labels.project}=${project}`] } });

/** Of the run below the reports that was begun last. */
function lastReport(): Promise<Report> {
  const runs = readdirSync(reports()).filter((one) => one.endsWith('-attached'));
  const folder = runs.toSorted().at(-1) ?? '';
  return judgeFile(join(reports(), folder, 'history.jsonl'));
}

const findingsOf = ({ measurements }: Report, measure: string): readonly Finding[] =>
  measurements.find((one) => one.measure.name === measure)?.findings ?? [];

const recoveryOf = (report: Report, workload: string, blow: number) =>
  findingsOf(report, 'rto.all').find(
    ({ subject }) => subject.workload === workload && subject.blow === blow - 1,
  );

/** More than this was away, as far as clients saw. */
const away = (ms: number) => ({
  status: 'known',
  value: expect.toSatisfy((value: number) => value > ms, `more than ${ms} ms`),
});

test('nobody is attached to whom nobody has named, and nothing is touched that is Blackstart’s own', async ({
  skip,
}) => {
  if (compose === undefined) return skip(lacking);
  await refused(['attach'], project, '--project');
  await refused(['attach', '--project', 'none-such'], project, "found 'none-such'");
  const { run, labels: marks } = helperRun('own');
  const own = await docker.createContainer({
    Image: 'attach-test/ledger',
    Labels: { ...marks, [labels.machine]: 'own', [composeLabels.project]: run },
  });
  await own.start();
  await refused(['attach', '--project', run], run, "Blackstart's own");
  await removeRun(docker, run);
  const before = await Promise.all(SERVICES.map(lookOf));
  const shown = await done('attach', '--project', project, '--dry-run');
  for (const words of [...SERVICES, 'front', 'back', 'not here: power-cycle']) {
    expect(shown).toContain(words);
  }
  expect(await Promise.all(SERVICES.map(lookOf))).toEqual(before);
  expect(await helpers()).toEqual([]);
  expect(clusters(env())).toEqual([]);
});

test('what is done to a project is proven, measured and healed, and the project left as it was', async ({
  skip,
}) => {
  if (compose === undefined) return skip(lacking);
  const before = await Promise.all(SERVICES.map(lookOf));
  await attach();
  await done('load', 'start', 'tcp', 'port=db:7000');
  await done('load', 'start', 'requests', 'url=http://web:8080/');
  const [published] = before[0]?.Ports['8080/tcp'] ?? [];
  await done(
    'load',
    'start',
    'requests',
    `url=http://127.0.0.1:${published?.HostPort}/`,
    'name=out',
  );
  await monotonicClock.sleep(3_500);

  expect(await done('fault', 'kill', 'db', '--for', '2s')).toContain('was ended by SIGKILL');
  await soon('db is back', () => hears('worker', 'db', 7000));
  await monotonicClock.sleep(4_000);
  expect(await done('fault', 'stop', 'db', '--for', '2s')).toContain('ended by itself');
  await soon('db is back', () => hears('worker', 'db', 7000));
  await monotonicClock.sleep(4_000);
  await done('fault', 'pause', 'web');
  expect(await statusOf('web')).toBe('paused');
  await monotonicClock.sleep(1_500);
  await done('heal');
  expect(await statusOf('web')).toBe('running');
  await monotonicClock.sleep(4_000);

  await done('fault', 'partition', 'db', '/', 'worker');
  expect(await hears('worker', 'db', 7000)).toBe(false);
  expect(await hears('web', 'db', 7000)).toBe(true);
  await done('heal');
  expect(await hears('worker', 'db', 7000)).toBe(true);
  expect(await done('fault', 'degrade', 'db', 'delayMs=80ms')).toContain('mean delay of 80');
  expect(await done('heal')).toContain('as it was before');
  await done('fault', 'partition', 'db', 'clients=with-others', '--for', '2s');
  await soon('that is over', async () => (await rulesAt('db')) === '');
  await monotonicClock.sleep(4_000);

  const down = await done('down');
  expect(down).toContain(`${project} was let go of, as it was found: db, web, worker`);
  const after = await Promise.all(SERVICES.map(lookOf));
  // Who was not harmed never noticed: the same process, as it was.
  const ofDb = SERVICES.indexOf('db');
  expect(after.filter((_, index) => index !== ofDb)).toEqual(
    before.filter((_, index) => index !== ofDb),
  );
  expect(after[ofDb]).toMatchObject({ Status: 'running', Memory: before[ofDb]?.Memory });
  for (const service of ['web', 'db', 'worker']) expect(await rulesAt(service), service).toBe('');
  expect(await helpers()).toEqual([]);
  expect(await leftBehind(docker)).toEqual([]);

  const report = await lastReport();
  expect(report.verdict).toMatchObject({ kind: 'unknown', doubts: [] });
  expect(report.history.events.of('end')).toMatchObject([{ outcome: 'complete' }]);
  for (const blow of [1, 2]) expect(recoveryOf(report, 'tcp', blow)).toMatchObject(away(1_900));
  for (const load of ['requests', 'out']) {
    expect(recoveryOf(report, load, 1)).toMatchObject({ status: 'known', value: 0 });
    expect(recoveryOf(report, load, 3)).toMatchObject(away(1_500));
  }
  // Between others clients see nothing; their own side of a cut they do.
  expect(recoveryOf(report, 'tcp', 4)).toMatchObject({ status: 'known', value: 0 });
  expect(recoveryOf(report, 'tcp', 6)).toMatchObject(away(1_500));
  // What nobody can tell is not shown as if it were known.
  expect(findingsOf(report, 'two-primaries')).toMatchObject([{ status: 'unknown' }]);
  for (const measure of ['rto.redundancy', 'lost-writes']) {
    expect(findingsOf(report, measure), measure).toEqual([]);
  }
});

test('what is not possible is refused in a sentence, and changes nothing', async ({ skip }) => {
  if (compose === undefined) return skip(lacking);
  await attach();
  const before = await Promise.all(SERVICES.map(lookOf));
  await refused(['attach', '--project', project, '--name', 'second'], 'attached already');
  await refused(['fault', 'power-cycle', 'web'], 'started by somebody else', 'their disks');
  await refused(['fault', 'kill', 'none-such'], 'db, web, worker', "found 'none-such'");
  await refused(['fault', 'kill', 'web/web'], 'that of side as well');
  await refused(['fault', 'partition', 'web', '/', 'worker'], 'no network leads');
  await refused(['load', 'start', 'requests', 'url=http://192.0.2.1/'], 'expected a service of');
  await refused(['scenario', 'save', 'mine'], 'the attached project');
  expect(await Promise.all(SERVICES.map(lookOf))).toEqual(before);
  await done('down');
  expect((await lastReport()).history.header.schedule).toEqual([]);
});

test('a cut outlives the life of a container that it is at', async ({ skip }) => {
  if (compose === undefined) return skip(lacking);
  await attach();
  await done('fault', 'partition', 'db', '/', 'worker');
  await (await containerOf('db')).restart({ t: 1 });
  await soon('it is cut off again', async () => (await rulesAt('db')) !== '');
  expect(await hears('worker', 'db', 7000)).toBe(false);
  expect(await hears('web', 'db', 7000)).toBe(true);
  // What ends by itself meanwhile is found running, too.
  await (await containerOf('side')).kill();
  expect(await done('down')).toContain('side: it had ended with code 137: it was started again');
  expect(await Promise.all(SERVICES.map(statusOf))).toEqual(SERVICES.map(() => 'running'));
  expect(await rulesAt('db')).toBe('');
  expect(await hears('worker', 'db', 7000)).toBe(true);
  const notes = (await lastReport()).history.events
    .of('log')
    .filter(({ service }) => service === 'blackstart');
  expect(notes.map(({ line }) => line).join('\n')).toContain('imposed again');
});

test('a keeper that is killed takes its rules along, before anybody does anything about it', async ({
  skip,
}) => {
  if (compose === undefined) return skip(lacking);
  await attach();
  await done('fault', 'partition', 'db', '/', 'worker');
  await done('fault', 'degrade', 'web', 'loss=0.5');
  expect(await hears('worker', 'db', 7000)).toBe(false);
  process.kill(await keeperPid(), 'SIGKILL');
  for (const service of ['db', 'worker', 'web']) {
    await soon(`${service} has no rule`, async () => (await rulesAt(service)) === '');
  }
  expect(await hears('worker', 'db', 7000)).toBe(true);
});

test('whatever a killed keeper has left in force, the next command cures', async ({ skip }) => {
  if (compose === undefined) return skip(lacking);
  const before = await Promise.all(SERVICES.map(lookOf));
  await attach();
  await done('fault', 'partition', 'db', '/', 'worker');
  await done('fault', 'pause', 'web');
  await done('fault', 'stop', 'worker');
  await done('fault', 'memory-squeeze', 'db', 'memoryMiB=64');
  // Its helpers as well, so that nobody is left to take the rules away.
  process.kill(await keeperPid(), 'SIGSTOP');
  for (const { Id } of await helpers()) await docker.getContainer(Id).kill();
  process.kill(await keeperPid(), 'SIGKILL');
  expect(await rulesAt('db')).not.toBe('');
  expect(await Promise.all(SERVICES.map(statusOf))).toEqual([
    'paused',
    'paused',
    'running',
    'exited',
  ]);
  const cleaned = await done('clean');
  expect(cleaned).toContain('pause at web/web, web/side');
  expect(cleaned).toContain('worker/worker: it had ended');
  expect(await Promise.all(SERVICES.map(statusOf))).toEqual(SERVICES.map(() => 'running'));
  for (const service of ['web', 'db', 'worker']) expect(await rulesAt(service), service).toBe('');
  expect(await hears('worker', 'db', 7000)).toBe(true);
  const after = await Promise.all(SERVICES.map(lookOf));
  expect(after[SERVICES.indexOf('web')]).toEqual(before[SERVICES.indexOf('web')]);
  expect(clusters(env())).toEqual([]);
  expect(await leftBehind(docker)).toEqual([]);
  expect((await lastReport()).verdict).toMatchObject({ kind: 'unknown' });
  expect(await done('clean')).not.toContain(project);
});

import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { monotonicClock } from '../../core/clock.ts';
import type { Host } from '../../core/machine.ts';
import { fixtureFolder, packageFolder } from '../../core/package-folder.ts';
import { silent } from '../../core/progress.ts';
import type { Topology } from '../../core/topology.ts';
import { dockerPlatform } from '../../engine/docker-platform.ts';
import { type Ready, setUp } from '../../engine/set-up.ts';
import { galera } from './index.ts';

let ready: Ready;

beforeAll(async () => {
  ready = await setUp({
    images: ['machine', 'galera'],
    folder: join(packageFolder, 'images'),
    env: process.env,
    progress: silent,
  });
});

/** Each node believes that it is the only one with its data: the others need a transfer. */
function strangers(overlays: readonly string[]): Topology {
  const topology = galera({ nodes: 3, overlays });
  const machines = topology.machines.map((machine) => ({
    ...machine,
    services: machine.services.map((service) => ({
      ...service,
      environment: (self: Host, all: readonly Host[]) => ({
        ...service.environment(self, all),
        GALERA_NODES: '1',
      }),
    })),
  }));
  return { ...topology, machines };
}

test.each([
  ['rsync', []],
  ['mariabackup', [fixtureFolder('variants/galera-mariabackup')]],
])('nodes without data get it from another one by %s', async (method, overlays) => {
  const lines: string[] = [];
  const topology = strangers(overlays);
  await using cluster = await dockerPlatform({ ...ready, keep: 'no' }).provision(topology, {
    run: `test-transfer-${process.pid}`,
    progress: silent,
    needs: new Set(),
    onLog: ({ line }) => lines.push(line),
  });
  const [system] = topology.systems;
  await system?.form(cluster.machines, { clock: monotonicClock, progress: silent });
  const transfers = lines.filter((line) => line.includes(`Running: 'wsrep_sst_${method} --role`));
  const joiners = transfers.filter((line) => line.includes("'joiner'"));
  expect(joiners.length, transfers.join('\n')).toBeGreaterThanOrEqual(2);
});

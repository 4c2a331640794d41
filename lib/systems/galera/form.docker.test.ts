import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { monotonicClock } from '../../core/clock.ts';
import { type Machine, serviceOf } from '../../core/machine.ts';
import { packageFolder } from '../../core/package-folder.ts';
import type { LogLine } from '../../core/platform.ts';
import { silent } from '../../core/progress.ts';
import { dockerPlatform } from '../../engine/docker-platform.ts';
import { setUp } from '../../engine/set-up.ts';
import { connectSql } from './connect.ts';
import { formGalera, stopGalera } from './form.ts';
import { galera } from './index.ts';
import { GALERA } from './port.ts';

const WITHIN_MS = 10_000;
const OPTIONS = { clock: monotonicClock, progress: silent };

/** As the provider has them now. */
async function providerOptions(machine: Machine): Promise<string> {
  const sql = await connectSql(machine, WITHIN_MS);
  try {
    const [row] = await sql.query("SHOW VARIABLES LIKE 'wsrep_provider_options'");
    return String(row?.[1]);
  } finally {
    sql.destroy();
  }
}

const kept = new AsyncDisposableStack();
const lines: LogLine[] = [];
let machines: readonly Machine[];

beforeAll(async () => {
  const ready = await setUp({
    images: ['machine', GALERA],
    folder: join(packageFolder, 'images'),
    env: process.env,
    progress: silent,
  });
  const cluster = await dockerPlatform({ ...ready, keep: 'no' }).provision(galera(), {
    run: `test-form-${process.pid}`,
    progress: silent,
    needs: new Set(),
    onLog: (line) => lines.push(line),
  });
  machines = kept.use(cluster).machines;
  await formGalera(machines, OPTIONS);
});
afterAll(() => kept.disposeAsync());

test('what makes the first start faster is gone when it is over', async () => {
  const faster = lines.filter(({ line }) => line.includes('evs.join_retrans_period = PT0.3S'));
  expect(faster).toHaveLength(3);
  const afterTheFirst = await Promise.all(machines.map(providerOptions));

  for (const machine of machines) {
    await serviceOf(machine, GALERA).stop({ withinMs: WITHIN_MS });
    await formGalera(machines, OPTIONS);
  }
  expect(await Promise.all(machines.map(providerOptions))).toEqual(afterTheFirst);
  expect(
    afterTheFirst.map((options) => options.includes('evs.join_retrans_period = PT1S')),
  ).toEqual(machines.map(() => true));
});

const STEPS = ['Starting MariaDB', 'Synchronized with group'];

test('after all were stopped each node starts when the one before it is synced', async () => {
  await stopGalera(machines, OPTIONS);
  lines.length = 0;
  await formGalera(machines, OPTIONS);
  const steps = lines.flatMap(({ machine, line }) =>
    STEPS.filter((step) => line.includes(step)).map((step) => `${machine}: ${step}`),
  );
  // A donor is synced once more.
  expect([...new Set(steps)]).toEqual(
    machines.flatMap(({ name }) => STEPS.map((step) => `${name}: ${step}`)),
  );
});

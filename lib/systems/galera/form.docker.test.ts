import { join } from 'node:path';
import { expect, test } from 'vitest';
import { monotonicClock } from '../../core/clock.ts';
import { type Machine, serviceOf } from '../../core/machine.ts';
import { packageFolder } from '../../core/package-folder.ts';
import { silent } from '../../core/progress.ts';
import { dockerPlatform } from '../../engine/docker-platform.ts';
import { setUp } from '../../engine/set-up.ts';
import { connectSql } from './connect.ts';
import { formGalera } from './form.ts';
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

test('what makes the first start faster is gone when it is over', async () => {
  const ready = await setUp({
    images: ['machine', GALERA],
    folder: join(packageFolder, 'images'),
    env: process.env,
    progress: silent,
  });
  const lines: string[] = [];
  await using cluster = await dockerPlatform({ ...ready, keep: 'no' }).provision(galera(), {
    run: `test-form-${process.pid}`,
    progress: silent,
    needs: new Set(),
    onLog: ({ line }) => lines.push(line),
  });
  const { machines } = cluster;
  await formGalera(machines, OPTIONS);
  const faster = lines.filter((line) => line.includes('evs.join_retrans_period = PT0.3S'));
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

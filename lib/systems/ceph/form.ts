import { z } from 'zod';
import { allEnded } from '../../core/all-ended.ts';
import type { Look } from '../../core/eventually.ts';
import {
  servicesOf,
  startUnlessRunning,
  stopIfRunning,
  untilRedundant,
  whileRunning,
} from '../../core/forming.ts';
import type { Machine } from '../../core/machine.ts';
import type { FormOptions } from '../../core/system.ts';
import { askOnce, clientMachine } from './gateway.ts';
import { CEPH, POOL } from './port.ts';
import { cephRedundancy, watchCeph } from './watch.ts';

const FORM_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 30_000;
/** The monitors publish a change within a second, and may first have to agree on a leader. */
const COMMAND_WITHIN_MS = 5_000;
/**
 * How long monitors gather changes before they publish them, s. At Ceph's own 1 s a start waits three
 * times: for OSDs that are up, for what they say of it, and for placement groups that peered. It counts
 * only until all is there, and not at all where ceph.conf sets it.
 */
const PUBLISH = { who: 'mon', name: 'paxos_propose_interval' };
const PUBLISH_AFTER_S = '0.1';

/** How many copies a pool keeps, and how few a placement group may have and still be served. */
export interface Copies {
  readonly size: number;
  readonly minSize: number;
}

/**
 * Starts what is not running. Monitors come first, as everybody else waits for them, and managers that
 * only stand by when there is a quorum: while they start they take CPU time that OSDs need.
 */
export async function formCeph(
  machines: readonly Machine[],
  copies: Copies,
  options: FormOptions,
): Promise<void> {
  const monitors = servicesOf(machines, CEPH, ['mon']);
  const managers = servicesOf(machines, CEPH, ['mgr']);
  const others = [...servicesOf(machines, CEPH, ['osd', 'gateway']), ...managers.slice(0, 1)];
  const standby = managers.slice(1);
  await allEnded(monitors.map(startUnlessRunning));
  await allEnded(others.map(startUnlessRunning));
  const services = [...monitors, ...others];
  const waiting = { ...options, withinMs: FORM_WITHIN_MS };
  options.progress('waiting for a quorum of monitors');
  const gateway = clientMachine(machines);
  await whileRunning(
    `the pool keeps ${copies.size} copies`,
    async () => {
      await command(gateway, { prefix: 'config set', ...PUBLISH, value: PUBLISH_AFTER_S });
      return keepCopies(gateway, copies);
    },
    { ...waiting, services },
  );
  await allEnded(standby.map(startUnlessRunning));
  options.progress('waiting for OSDs and placement groups');
  await untilRedundant(
    'the Ceph cluster has full redundancy',
    machines,
    { watch: watchCeph, redundancy: cephRedundancy },
    { ...waiting, services: [...services, ...standby] },
  );
  await command(gateway, { prefix: 'config rm', ...PUBLISH });
}

/** Clients first, then what keeps data, and the monitors last: they note who leaves. */
export async function stopCeph(
  machines: readonly Machine[],
  { progress }: FormOptions,
): Promise<void> {
  for (const name of ['gateway', 'osd', 'mgr', 'mon']) {
    progress(`stopping every ${name}`);
    await allEnded(
      servicesOf(machines, CEPH, [name]).map((service) => stopIfRunning(service, STOP_WITHIN_MS)),
    );
  }
}

const poolSchema = z.object({ output: z.object({ size: z.int(), min_size: z.int() }) });

/** Looks first: a change costs a map, and every placement group peers anew. */
async function keepCopies(gateway: Machine, { size, minSize }: Copies): Promise<Look<true>> {
  const set = (setting: string, value: number) =>
    command(gateway, {
      prefix: 'osd pool set',
      pool: POOL,
      var: setting,
      val: `${value}`,
      yes_i_really_mean_it: true,
    });
  const found = await command(gateway, { prefix: 'osd pool get', pool: POOL, var: 'all' });
  const { output } = poolSchema.parse(found);
  if (output.size !== size) await set('size', size);
  if (output.min_size !== minSize) await set('min_size', minSize);
  return { done: true };
}

/** Asks the monitors; what they refuse is thrown. */
const command = (gateway: Machine, words: Readonly<Record<string, string | boolean>>) =>
  askOnce(gateway, { do: 'command', command: words }, z.unknown(), COMMAND_WITHIN_MS);

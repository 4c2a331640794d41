import { allEnded } from '../../core/all-ended.ts';
import { eventually, type Look } from '../../core/eventually.ts';
import { startUnlessRunning, untilAccepts, untilRedundant } from '../../core/forming.ts';
import { type Machine, serviceOf } from '../../core/machine.ts';
import { logName } from '../../core/running.ts';
import type { Service } from '../../core/service.ts';
import type { FormOptions, Observation, Redundancy } from '../../core/system.ts';
import { assertNodeRuns } from './complaint.ts';
import { AMQP_PORT, RABBITMQ } from './port.ts';
import { seesAll, watchRabbitmq } from './watch.ts';

const FORM_WITHIN_MS = 90_000;
/** A node takes 6 to 10 s; one whose queue is stuck (autoheal) never ends. */
const STOP_WITHIN_MS = 30_000;

/**
 * Starts what is not running, all at once: a node waits for those that stopped after it. Then waits
 * until every node sees all others, and the queue, if there is one, has a leader. Mirrors that are
 * to be synchronised by hand may be without its messages.
 */
export async function formRabbitmq(
  machines: readonly Machine[],
  options: FormOptions,
): Promise<void> {
  const services = machines.map((machine) => serviceOf(machine, RABBITMQ));
  await allEnded(services.map(startUnlessRunning));
  options.progress(`waiting for ${machines.length} nodes to see each other`);
  const waiting = { ...options, withinMs: FORM_WITHIN_MS, assertAlive: assertNodeRuns };
  await untilRedundant(
    `${machines.length} RabbitMQ nodes are one cluster`,
    machines,
    { watch: watchRabbitmq, redundancy: areOneCluster },
    { ...waiting, services },
  );
  // A node says what it is before it has loaded its definitions, and may end of those.
  await allEnded(services.map((service) => untilAccepts(service, AMQP_PORT, waiting)));
}

function areOneCluster(observations: ReadonlyMap<string, Observation>): Redundancy {
  const nodes = [...observations.values()];
  const together = nodes.filter((node) => seesAll(node, nodes.length)).length;
  const known = nodes.some(({ state }) => typeof state['leader'] === 'string');
  const led = nodes.some(({ role }) => role === 'primary');
  return {
    full: together === nodes.length && (led || !known),
    detail: `${together} of ${nodes.length} see all${known && !led ? ', no leader' : ''}`,
  };
}

/**
 * In reverse, so that the first node leaves last and waits for nobody the next time; each as soon as
 * the one before it takes no more clients: ending takes 5 s more, which its management plugin waits.
 */
export async function stopRabbitmq(
  machines: readonly Machine[],
  { clock, progress, signal }: FormOptions,
): Promise<void> {
  const stopping: Promise<void>[] = [];
  for (const machine of machines.toReversed()) {
    const service = serviceOf(machine, RABBITMQ);
    if (!(await service.state()).running) continue;
    progress(`stopping ${machine.name}`);
    const stopped = service.stop({ withinMs: STOP_WITHIN_MS });
    stopped.catch(() => 'told when all have ended');
    stopping.push(stopped);
    await eventually(`${machine.name} takes no more clients`, () => closed(service), {
      clock,
      signal,
      everyMs: 50,
      withinMs: STOP_WITHIN_MS,
      hint: `See ${logName(service)} in the folder of this run.`,
    });
  }
  await allEnded(stopping);
}

async function closed(service: Service): Promise<Look<true>> {
  const reach = await service.reach();
  return reach === 'refuses' ? { done: true } : { state: `its port ${reach}` };
}

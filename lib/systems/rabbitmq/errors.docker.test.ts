import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { monotonicClock } from '../../core/clock.ts';
import type { Machine } from '../../core/machine.ts';
import { serviceOf } from '../../core/machine.ts';
import { packageFolder } from '../../core/package-folder.ts';
import { silent } from '../../core/progress.ts';
import type { Client } from '../../core/system.ts';
import { dockerPlatform } from '../../engine/docker-platform.ts';
import { setUp } from '../../engine/set-up.ts';
import { type Amqp, connectAmqp } from './amqp.ts';
import { askForQueue } from './answers.ts';
import { definitionOf, type MirrorPolicy } from './durability.ts';
import { formRabbitmq } from './form.ts';
import { rabbitmq } from './index.ts';
import { rabbitmqctl } from './kept-policy.ts';
import { ask } from './management.ts';
import { QUEUE, RABBITMQ } from './port.ts';
import { rabbitmqQueue } from './queue.ts';

const WITHIN_MS = 10_000;
const mirrored: MirrorPolicy = { haMode: 'all' };

/** A client waits this long for an answer. */
const TIMEOUT_MS = 3_000;

/**
 * What clients hear of a queue whose node is down: 4 refuses a message instead of returning it, and does
 * not answer consumers. There, too, the queue has the policy that an upgrade leaves: it must make no
 * difference.
 */
const versions = [
  {
    version: '3.10',
    keptPolicy: undefined,
    sent: { type: 'fail', error: { code: 'NO_ROUTE' } },
    received: { type: 'fail', error: { code: 'NOT_FOUND' } },
  },
  {
    version: '4',
    keptPolicy: mirrored,
    sent: { type: 'info', error: { code: 'NACK' } },
    received: { type: 'info', error: { code: 'NO_ANSWER' } },
  },
] as const;

describe.each(versions)('RabbitMQ $version', ({ version, keptPolicy, sent, received }) => {
  const vocabulary = rabbitmqQueue({ queue: 'plain', keptPolicy });
  const kept = new AsyncDisposableStack();
  let machines: readonly Machine[] = [];
  let amqp: Amqp;
  let lane: Client;

  beforeAll(async () => {
    const topology = rabbitmq({ version, queue: 'plain' });
    const ready = await setUp({
      images: ['machine', topology.name],
      folder: join(packageFolder, 'images'),
      env: process.env,
      progress: silent,
    });
    const cluster = kept.use(
      await dockerPlatform({ ...ready, keep: 'no' }).provision(topology, {
        run: `test-${topology.name}-errors-${process.pid}`,
        progress: silent,
        needs: new Set(),
        onLog: () => undefined,
      }),
    );
    machines = cluster.machines;
    await formRabbitmq(machines, { clock: monotonicClock, progress: silent });
    await vocabulary.prepare(machines, {});
    amqp = await connectAmqp(second(), WITHIN_MS);
    kept.defer(() => amqp.destroy());
    lane = kept.use(
      vocabulary.open([second()], {
        clock: monotonicClock,
        lane: 0,
        timeoutMs: TIMEOUT_MS,
        settings: {},
      }),
    );
  });
  afterAll(() => kept.disposeAsync());

  /** Not the one with the queue. */
  function second(): Machine {
    const machine = machines[1];
    if (machine === undefined) throw new RangeError('three machines were asked for');
    return machine;
  }

  const send = (value: number) => lane.invoke({ f: 'send', value });
  const receive = () => lane.invoke({ f: 'receive', value: null });

  test('what was confirmed is received, once, in order', async () => {
    expect([await send(1), await send(2)]).toMatchObject([{ type: 'ok' }, { type: 'ok' }]);
    const deliveries = [1, 2].map((value) => ({ value, redelivered: false }));
    expect(await receive()).toMatchObject({ type: 'ok', machine: 'rabbitmq-2', value: deliveries });
    expect(await receive()).toMatchObject({ type: 'ok', value: [] });
  });

  test('a queue is browsed first and drained then, and what was browsed is back', async () => {
    await send(3);
    expect(await vocabulary.readAll?.(second())).toEqual([3]);
    expect(await vocabulary.readAll?.(second())).toEqual([3]);
    expect(await vocabulary.readAll?.(second())).toEqual([]);
  });

  test.runIf(keptPolicy)('mirrors: refused, and a policy that is there has no effect', async () => {
    const refused = ask(second(), 'policies/%2f/mirrored', {
      withinMs: WITHIN_MS,
      method: 'PUT',
      body: { pattern: '.*', definition: definitionOf(mirrored) },
    });
    await expect(refused).rejects.toThrow(/400 .*ha-mode.*not recognised policy settings/);
    const listing = [...rabbitmqctl, 'list_queues', '--silent', 'name', 'policy'];
    const { output } = await serviceOf(second(), RABBITMQ).exec(listing);
    expect(output.trim().split(/\s+/)).toEqual([QUEUE, 'ha-all']);
    expect(await ask(second(), 'deprecated-features/used', { withinMs: WITHIN_MS })).toContainEqual(
      expect.objectContaining({ name: 'classic_queue_mirroring', deprecation_phase: 'removed' }),
    );
    expect(await askForQueue(second(), { all: machines, withinMs: WITHIN_MS })).toMatchObject({
      copies: ['rabbitmq-1'],
    });
  });

  test('a queue whose node is down takes nothing and gives nothing', async () => {
    await send(4);
    const [first] = machines;
    if (first === undefined) throw new RangeError('three machines were asked for');
    await serviceOf(first, RABBITMQ).kill();
    await expect.poll(() => send(5), { timeout: WITHIN_MS }).toMatchObject(sent);
    expect(await receive()).toMatchObject(received);
    await formRabbitmq(machines, { clock: monotonicClock, progress: silent });
    expect(await vocabulary.readAll?.(first)).toEqual([4]);
  });

  test('a queue that does not exist: neither', async () => {
    const other = await connectAmqp(second(), WITHIN_MS);
    await other.channel.deleteQueue(QUEUE);
    other.destroy();
    expect(await send(6)).toMatchObject({ type: 'fail', error: { code: 'NO_ROUTE' } });
    expect(await receive()).toMatchObject({ type: 'fail', error: { code: 'NOT_FOUND' } });
    await vocabulary.prepare(machines, {});
    expect(await vocabulary.readAll?.(second())).toEqual([]);
  });
});

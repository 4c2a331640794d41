import type { Socket } from 'node:net';
import amqplib, { type ChannelModel, type ConfirmChannel } from 'amqplib';
import { monotonicClock } from '../../core/clock.ts';
import type { Host } from '../../core/machine.ts';
import { within } from '../../core/within.ts';
import { AMQP_PORT, account } from './port.ts';

/** How often a silent connection is asked for a sign, s: oslo.messaging's heartbeat_timeout_threshold. */
const HEARTBEAT_S = 60;

/** One connection to one node with one channel in confirm mode. */
export interface Amqp {
  readonly channel: ConfirmChannel;
  /** Whether the node or the network has ended the connection or the channel, and why. */
  readonly lost: Error | undefined;
  /** Closes as the protocol wants it, so that what was not acknowledged is back at once. */
  close(): Promise<void>;
  /** Closes at once, whatever is under way. */
  destroy(): void;
}

/** Connects, logs in and opens the channel, or rejects within the time given. */
export async function connectAmqp(host: Host, withinMs: number): Promise<Amqp> {
  let abandoned = false;
  const opening = open(host, withinMs).then((amqp) => {
    if (abandoned) amqp.destroy();
    return amqp;
  });
  const found = await within(monotonicClock, withinMs, opening);
  if (found !== 'late') return found.value;
  abandoned = true;
  opening.catch(() => 'nobody waits for it any more');
  throw new Error(`${host.name}: no channel within ${withinMs} ms`);
}

async function open({ address }: Host, timeoutMs: number): Promise<Amqp> {
  const model = await amqplib.connect(
    {
      hostname: address,
      port: AMQP_PORT,
      username: account.user,
      password: account.password,
      heartbeat: HEARTBEAT_S,
    },
    { timeout: timeoutMs, noDelay: true },
  );
  let lost: Error | undefined;
  const lose = (error?: Error): void => {
    lost ??= error ?? new Error('the connection was closed');
  };
  model.on('error', lose);
  model.on('close', lose);
  const channel = await model.createConfirmChannel().catch((error: unknown) => {
    socketOf(model).destroy();
    throw error;
  });
  channel.on('error', lose);
  channel.on('close', lose);
  return {
    channel,
    get lost() {
      return lost;
    },
    close: () => model.close(),
    destroy: () => socketOf(model).destroy(),
  };
}

/** The driver offers no way to give up a connection whose other end is silent. */
function socketOf(model: ChannelModel): Socket {
  const connection: { readonly stream?: Socket } = model.connection as object;
  if (connection.stream === undefined) throw new TypeError('amqplib keeps its socket elsewhere');
  return connection.stream;
}

import { createSocket } from 'node:dgram';
import { z } from 'zod';
import { monotonicClock } from '../core/clock.ts';
import { CLIENTS, type Receipt, type Vantage } from '../core/network.ts';
import type { Agent } from './agent.ts';

/** Where agents listen: above the ports that kernels hand out, below none that products use. */
export const HEARING_PORT = 65_530;

const receiptsSchema = z.array(
  z.tuple([z.string(), z.number(), z.number(), z.number(), z.number()]),
);

/** A machine's own place in the network: its agent sends and hears. */
export function agentVantage(name: string, address: string, agent: Agent): Vantage {
  return {
    name,
    address,
    send: async (to, { token, count, gapMs, bytes }) => {
      await agent.order('send', to.address, token, count, Math.round(gapMs * 1_000), bytes);
    },
    heard: async (token) =>
      receiptsSchema
        .parse(await agent.order('heard', token))
        .map(([from, sequence, sentNs, receivedNs, intact]) => ({
          from,
          sequence,
          sentAt: sentNs / 1e6,
          receivedAt: receivedNs / 1e6,
          intact: intact === 1,
        })),
  };
}

/** Head of a datagram as hearing.c has it: magic, token, sequence, bytes, time sent in ns. */
const HEAD_BYTES = 24;
const MAGIC = 0x4b535442;

/** The harness's own place: the address at which the machines see this host. */
export async function hostVantage(address: string): Promise<Vantage & Disposable> {
  const socket = createSocket('udp4');
  const receipts = new Map<number, Receipt[]>();
  socket.on('message', (datagram, { address: from }) => {
    if (datagram.length < HEAD_BYTES || datagram.readUInt32LE(0) !== MAGIC) return;
    const token = datagram.readUInt32LE(4);
    const receipt = {
      from,
      sequence: datagram.readUInt32LE(8),
      sentAt: Number(datagram.readBigInt64LE(16)) / 1e6,
      receivedAt: monotonicClock.now(),
      intact: datagram.readUInt32LE(12) === datagram.length,
    };
    receipts.set(token, [...(receipts.get(token) ?? []), receipt]);
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(HEARING_PORT, address, resolve);
  });
  socket.unref();
  return {
    name: CLIENTS,
    address,
    send: async (to, { token, count, gapMs, bytes }) => {
      for (let sequence = 0; sequence < count; sequence += 1) {
        const datagram = Buffer.alloc(Math.max(HEAD_BYTES, bytes));
        datagram.writeUInt32LE(MAGIC, 0);
        datagram.writeUInt32LE(token, 4);
        datagram.writeUInt32LE(sequence, 8);
        datagram.writeUInt32LE(datagram.length, 12);
        datagram.writeBigInt64LE(BigInt(Math.round(monotonicClock.now() * 1e6)), 16);
        // What the kernel refuses has not been sent, and will not be heard.
        await new Promise<void>((sent) =>
          socket.send(datagram, HEARING_PORT, to.address, () => sent()),
        );
        await monotonicClock.sleep(gapMs);
      }
    },
    heard: async (token) => {
      const found = receipts.get(token) ?? [];
      receipts.delete(token);
      return found;
    },
    [Symbol.dispose]: () => socket.close(),
  };
}

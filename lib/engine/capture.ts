import { buffer } from 'node:stream/consumers';
import type Docker from 'dockerode';
import { HarnessError } from '../core/errors.ts';
import { demultiplex } from './demultiplex.ts';
import { mergePcap } from './merge-pcap.ts';
import { machineContainer } from './run-containers.ts';

export interface CaptureOptions {
  readonly run: string;
  readonly machine: string;
  /** The other machines: what of it comes to them. */
  readonly peers: readonly string[];
}

/** A capture under way. */
export interface Capture {
  /** Ends it; what was captured, as a file for tcpdump and Wireshark. */
  stop(): Promise<Buffer>;
}

/**
 * Captures what passes between a machine and its peers, at the peers: what a rule has dropped on its
 * way out of the machine is not in it. Ends with this process, however that ends.
 */
export async function startCapture(
  docker: Docker,
  { run, machine, peers }: CaptureOptions,
): Promise<Capture> {
  const address = await linkAddress(machineContainer(docker, run, machine));
  // What comes from standard input is nothing; that it ends says that it is enough.
  const command = `tcpdump -i eth0 -U -w - ether host ${address} & cat > /dev/null; kill -INT $!; wait`;
  const captures = await Promise.all(
    peers.map(async (peer) => {
      const process = await machineContainer(docker, run, peer).exec({
        Cmd: ['sh', '-c', command],
        AttachStdin: true,
        AttachStdout: true,
        AttachStderr: true,
      });
      const stream = await process.start({ hijack: true, stdin: true });
      const [output, error] = demultiplex(docker, stream);
      error?.resume();
      return { stream, captured: output === undefined ? undefined : buffer(output) };
    }),
  );
  return {
    stop: async () => {
      for (const { stream } of captures) stream.end();
      const all = await Promise.all(captures.map(({ captured }) => captured));
      return mergePcap(all.filter((one) => one !== undefined));
    },
  };
}

/** That of its only network; other addresses may move, this one stays. */
async function linkAddress(container: Docker.Container): Promise<string> {
  const { Name, NetworkSettings } = await container.inspect();
  const [network] = Object.values(NetworkSettings.Networks);
  if (network?.MacAddress) return network.MacAddress;
  throw new HarnessError('CAPTURE', `expected a network of ${Name}, found none`, {
    hint: 'blackstart status shows whether it is up.',
  });
}

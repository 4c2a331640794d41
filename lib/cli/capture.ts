import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { monotonicClock } from '../core/clock.ts';
import { duration } from '../core/duration-schema.ts';
import { messageOf, UsageError } from '../core/errors.ts';
import { startCapture } from '../engine/capture.ts';
import { countPackets } from '../engine/merge-pcap.ts';
import { livingCluster } from '../session/clusters.ts';
import { machineNamed } from '../session/services.ts';
import { topologyOf } from '../session/topology-of.ts';
import { connect } from './connect.ts';
import { nameOption, type OfCluster } from './of-cluster.ts';

interface CaptureFlags extends OfCluster {
  readonly for?: string;
  readonly write?: string;
  readonly json?: true;
}

/** `blackstart capture`: what a machine's peers see of it, for Wireshark. */
export function captureCommand(): Command {
  return new Command('capture')
    .description('capture what passes between a machine and its peers, as the peers see it (pcap)')
    .argument('<machine>')
    .option('--for <duration>', 'how long (10s); until Ctrl-C, if not given')
    .option('--write <file>', 'where to; <machine>.pcap, if not given')
    .addOption(nameOption())
    .option('--json', 'print what was written as JSON')
    .addHelpText('after', '\nExamples:\n  blackstart capture galera-1 --for 10s')
    .action(async (text: string, flags: CaptureFlags) => {
      const cluster = livingCluster(flags.name, process.env);
      if (cluster.claim.project !== undefined) {
        throw new UsageError(
          `capture: expected machines of a run, found ${cluster.name}, attached`,
          {
            hint: 'tcpdump -i br-<network> on this host sees what passes between its containers.',
          },
        );
      }
      const topology = topologyOf(cluster.claim);
      const machine = machineNamed(text, topology);
      const peers = topology.machines.map(({ name }) => name).filter((name) => name !== machine);
      const run = cluster.keeper?.run;
      if (run === undefined || peers.length === 0) {
        throw new UsageError(`expected a machine that has peers, found ${machine} alone`, {
          hint: 'Bring up a topology of several machines; blackstart status shows how far it is.',
        });
      }
      const forMs = lasting(flags.for);
      const file = flags.write ?? `${machine}.pcap`;
      // Written to before anything is captured: a place that can't be is told at once.
      write(file, Buffer.alloc(0));
      const { docker } = await connect();
      const capture = await startCapture(docker, { run, machine, peers });
      console.error(
        `capturing ${machine} at ${peers.join(', ')}${forMs === undefined ? '; Ctrl-C ends it' : ''}`,
      );
      await enough(forMs);
      const captured = await capture.stop();
      write(file, captured);
      const packets = countPackets(captured);
      console.log(
        flags.json === true ? JSON.stringify({ file, packets }) : `${file}: ${packets} packets`,
      );
    });
}

function lasting(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const read = duration.safeParse(text);
  if (read.success) return read.data;
  throw new UsageError(`--for: expected a duration, found '${text}'`, { hint: 'For example 10s.' });
}

function write(file: string, bytes: Buffer): void {
  try {
    writeFileSync(file, bytes);
  } catch (cause) {
    throw new UsageError(`--write: expected a file that can be written, ${messageOf(cause)}`, {
      hint: 'Name another one.',
      cause,
    });
  }
}

/** So long, or until somebody has seen enough. */
async function enough(forMs: number | undefined): Promise<void> {
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  process.once('SIGINT', stop);
  const longestMs = 24 * 3_600_000;
  await monotonicClock.sleep(forMs ?? longestMs, stopping.signal).catch(() => 'it is enough');
  process.off('SIGINT', stop);
}

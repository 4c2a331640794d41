import type Docker from 'dockerode';
import { HarnessError, UsageError } from '../core/errors.ts';
import type { Instant } from '../core/instant.ts';
import { type Agent, startAgent } from './agent.ts';
import type { Environment } from './endpoint.ts';

export interface RackOptions {
  readonly docker: Docker;
  readonly run: string;
  /** Of images/machine. */
  readonly image: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Where the images of the disks lie: in memory, or where the engine keeps its volumes. */
  readonly medium: RackMedium;
  /** Whether the disks have dials. */
  readonly disks: 'plain' | 'faulty';
}

export type RackMedium = 'memory' | 'disk';

/** What BLACKSTART_RACK asks for; in memory if it asks for nothing. */
export function rackMedium(env: Environment): RackMedium {
  const wanted = env['BLACKSTART_RACK'] || 'memory';
  if (wanted === 'memory' || wanted === 'disk') return wanted;
  throw new UsageError(`BLACKSTART_RACK: expected memory or disk, found '${wanted}'`, {
    hint: 'It says where the disks of the machines lie: in memory is faster, on disk takes none of it.',
  });
}

/** A machine's disk in the rack. */
export interface RackDisk {
  /** As the engine's host knows it, for example /dev/loop123456. */
  readonly device: string;
  /** Keeps what is on the platter now: what the disk will hold after the next `swap`. */
  snapshot(): Promise<Instant>;
  /** Lets the disk be its last snapshot, or itself where there is none. It must not be in use. */
  swap(): Promise<void>;
  /** What dial-disk.c understands. */
  dial(text: string): Promise<void>;
  /** Its ext4 gives up writing, as after an I/O error. */
  failFileSystem(): Promise<void>;
}

/** The disks of all machines of a run: images/machine/rack. */
export interface Rack extends Disposable {
  attach(machine: string): Promise<RackDisk>;
}

/** Most that all disks of a run may take, together. Only what is written is taken. */
const RACK_MIB = 16_384;

/**
 * What the rack and the probe need of an engine. A privileged container is more than that, and
 * refused where the engine itself lacks a capability.
 */
export const rackRights: Docker.HostConfig = {
  CapAdd: ['SYS_ADMIN', 'NET_ADMIN', 'NET_RAW', 'IPC_LOCK'],
  SecurityOpt: ['apparmor=unconfined', 'seccomp=unconfined'],
  DeviceCgroupRules: ['b 7:* rmw', 'c 10:* rmw'],
  Tmpfs: { '/rack-memory': `size=${RACK_MIB}m` },
  NetworkMode: 'none',
};

/** Starts the rack. Its container and loop devices are removed with all that is of the run. */
export async function startRack(options: RackOptions): Promise<Rack> {
  const { docker, run, image, labels, medium, disks } = options;
  const container = await docker.createContainer({
    name: `blackstart-${run}-rack`,
    Image: image,
    Labels: { ...labels },
    HostConfig: {
      ...rackRights,
      ...(medium === 'disk' ? { Binds: [`${await diskVolume(options)}:/rack-disk`] } : {}),
    },
  });
  await container.start();
  const agent = await startAgent(docker, container);
  await orderRack(agent, ['mount', '-t', 'devtmpfs', 'devtmpfs', '/dev']);
  const folder = medium === 'memory' ? '/rack-memory' : '/rack-disk';
  await orderRack(agent, ['rack', 'open', run, folder, String(RACK_MIB)]);
  const kind = disks === 'faulty' ? ['faulty'] : [];
  return {
    attach: async (machine) => {
      const number = await orderRack(agent, ['rack', 'attach', run, machine, ...kind]);
      const file = `/rack/blackstart-${run}~${machine}`;
      return {
        device: `/dev/loop${number}`,
        snapshot: () => agent.clone(file, `${file}.cut`),
        swap: async () => {
          await orderRack(agent, ['rack', 'swap', run, machine, number, ...kind]);
        },
        dial: (text) => agent.write(`/dials/${machine}/dials`, text),
        failFileSystem: async () => {
          await orderRack(agent, ['rack', 'error', number]);
        },
      };
    },
    [Symbol.dispose]: () => agent[Symbol.dispose](),
  };
}

async function diskVolume({ docker, run, labels }: RackOptions): Promise<string> {
  const Name = `blackstart-${run}-rack`;
  await docker.createVolume({ Name, Labels: { ...labels } });
  return Name;
}

/** What it said last. */
async function orderRack(agent: Agent, words: readonly string[]): Promise<string> {
  const { exitCode, output } = await agent.exec(words);
  if (exitCode === 0) return output.trim().split('\n').at(-1) ?? '';
  throw new HarnessError('DISK', `${words.join(' ')}: ${output.trim() || `code ${exitCode}`}`, {
    hint: 'Run `blackstart doctor`: it tries out what disks need.',
    facts: { words, exitCode },
  });
}

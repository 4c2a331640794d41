import { messageOf } from '../core/errors.ts';
import { exec } from '../engine/exec.ts';
import { nftCommands, tableOf } from '../engine/nft-rules.ts';
import { wallTimeOf } from './beats.ts';
import type { PlainContainers } from './plain-containers.ts';

/** A way to harm a container with the engine alone. */
export type PlainWay = TellingWay | SilentWay;

interface Way {
  readonly name: string;
  heal(plain: PlainContainers, container: string): Promise<void>;
}

/** What does the harm tells when it was done: wall time, ms. */
export interface TellingWay extends Way {
  readonly tells: 'itself';
  harm(plain: PlainContainers, container: string): Promise<number>;
}

/** The harm is seen by what runs in the container: its last beat. */
export interface SilentWay extends Way {
  readonly tells: 'last beat';
  harm(plain: PlainContainers, container: string): Promise<unknown>;
}

const rule = { kind: 'silence' } as const;
const table = tableOf('plain', rule);
const target = `${table.family} ${table.name}`;
/** The rule that our machines get, and when it was in force. */
const APPLY = ['bash', '-c', `nft '${nftCommands(table, rule, new Map())}' && echo $EPOCHREALTIME`];

async function liftRule({ docker }: PlainContainers, container: string): Promise<void> {
  const lift = ['nft', `delete table ${target}`];
  const { exitCode, output } = await exec(docker, docker.getContainer(container), lift);
  if (exitCode !== 0) throw new Error(`the rule could not be lifted: ${output.trim()}`);
}

export const dockerExec: PlainWay = {
  name: 'docker exec',
  tells: 'itself',
  harm: async ({ docker }, container) => {
    const { output } = await exec(docker, docker.getContainer(container), APPLY);
    return wallTimeOf(output);
  },
  heal: liftRule,
};

export const sidecar: PlainWay = {
  name: 'a sidecar container',
  tells: 'itself',
  harm: async ({ docker, image, labels }, container) => {
    const made = await docker.createContainer({
      Image: image,
      Cmd: APPLY,
      Labels: labels,
      HostConfig: { NetworkMode: `container:${container}`, CapAdd: ['NET_ADMIN'] },
    });
    await made.start();
    await made.wait();
    const output = await made.logs({ stdout: true, stderr: true });
    await made.remove();
    return wallTimeOf(output.toString());
  },
  heal: liftRule,
};

export const networkDisconnect: PlainWay = {
  name: 'docker network disconnect',
  tells: 'last beat',
  harm: ({ docker, network }, container) =>
    docker.getNetwork(network).disconnect({ Container: container }),
  heal: ({ docker, network }, container) =>
    docker.getNetwork(network).connect({ Container: container }),
};

export const dockerKill: PlainWay = {
  name: 'docker kill',
  tells: 'last beat',
  harm: ({ docker }, container) => docker.getContainer(container).kill({ signal: 'SIGKILL' }),
  heal: async ({ docker }, container) => {
    await docker.getContainer(container).wait();
    await docker.getContainer(container).start();
  },
};

const FREEZES = 5;

export const dockerPause: PlainWay = {
  name: 'docker pause',
  tells: 'last beat',
  // The kernel may refuse to freeze processes that are being made; whoever does it tries again.
  harm: async ({ docker }, container) => {
    for (let left = FREEZES; left > 0; left -= 1) {
      const failure = await docker
        .getContainer(container)
        .pause()
        .then(() => undefined, messageOf);
      if (failure === undefined) return;
      if (left === 1 || !failure.includes('unable to freeze')) throw new Error(failure);
    }
  },
  heal: ({ docker }, container) => docker.getContainer(container).unpause(),
};

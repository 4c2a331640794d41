import { helperRun } from '../engine/labels.ts';
import { createNetwork } from '../engine/network.ts';
import type { Ready } from '../engine/set-up.ts';
import { removeRun } from '../engine/sweep.ts';

/** Containers as `docker run` makes them, on a network of their own. */
export interface PlainContainers extends AsyncDisposable {
  readonly docker: Ready['docker'];
  readonly image: string;
  /** For what else a plain way makes. */
  readonly labels: Readonly<Record<string, string>>;
  readonly network: string;
  readonly names: readonly string[];
}

/** Three of them, with NET_ADMIN: the plain ways to harm them need it. */
export async function plainContainers({ docker, images }: Ready): Promise<PlainContainers> {
  const { run, labels } = helperRun('bench');
  const image = images.get('machine') ?? '';
  await using unfinished = new AsyncDisposableStack();
  unfinished.defer(() => removeRun(docker, run));
  const { name: network } = await createNetwork({ docker, run, labels });
  const names = [1, 2, 3].map((number) => `blackstart-${run}-plain-${number}`);
  for (const name of names) {
    const HostConfig = { NetworkMode: network, CapAdd: ['NET_ADMIN'] };
    const made = await docker.createContainer({ name, Image: image, Labels: labels, HostConfig });
    await made.start();
  }
  const built = unfinished.move();
  return {
    docker,
    image,
    labels,
    network,
    names,
    [Symbol.asyncDispose]: () => built.disposeAsync(),
  };
}

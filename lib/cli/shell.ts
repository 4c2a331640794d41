import { Command } from 'commander';
import type Docker from 'dockerode';
import { placesOf } from '../core/attached-project.ts';
import { UsageError } from '../core/errors.ts';
import { serviceContainer } from '../engine/run-containers.ts';
import { runShell } from '../engine/shell.ts';
import { type Cluster, livingCluster } from '../session/clusters.ts';
import { type Placed, serviceNamed } from '../session/services.ts';
import { topologyOf } from '../session/topology-of.ts';
import { connect } from './connect.ts';
import { nameOption, type OfCluster } from './of-cluster.ts';

const SHELL = ['sh', '-c', 'command -v bash >/dev/null && exec bash || exec sh'];

/** `blackstart shell`: inside, beside a service's processes. */
export function shellCommand(exit: (code: number) => void): Command {
  return new Command('shell')
    .description('open a shell, or run a command, beside the processes of a service')
    .argument('<service>', 'galera-1/galera, or its machine or its name where that is clear')
    .argument('[command...]', 'what to run in place of a shell, after --')
    .addOption(nameOption())
    .addHelpText('after', EXAMPLES)
    .action(async (text: string, command: readonly string[], { name }: OfCluster) => {
      const cluster = livingCluster(name, process.env);
      const placed = serviceNamed(text, topologyOf(cluster.claim));
      const { docker } = await connect();
      const container = containerOf(cluster, placed, docker);
      exit(await joined((streams) => runShell(container, wanted(command), streams)));
    });
}

/** By the run that has made it, or as it was found. */
function containerOf(
  { name, claim: { project }, keeper }: Cluster,
  placed: Placed,
  docker: Docker,
): Docker.Container {
  const found =
    project &&
    placesOf(project).find(
      ({ machine, service }) => machine.name === placed.machine && service.name === placed.service,
    );
  if (found !== undefined) return docker.getContainer(found.service.container);
  if (keeper?.run !== undefined) return serviceContainer(docker, keeper.run, placed);
  throw new UsageError(`${name} has no machines yet`, {
    hint: 'blackstart status shows how far it is.',
  });
}

const wanted = (command: readonly string[]): readonly string[] =>
  command.length === 0 ? SHELL : command;

/** With this process's own streams: every key goes through where there is a terminal. */
async function joined(
  act: (streams: Parameters<typeof runShell>[2]) => Promise<number>,
): Promise<number> {
  const { stdin, stdout, stderr } = process;
  const isTerminal = stdin.isTTY === true && stdout.isTTY === true;
  if (isTerminal) stdin.setRawMode(true);
  try {
    return await act({
      ...{ stdin, stdout, stderr },
      terminal: isTerminal ? () => ({ columns: stdout.columns, rows: stdout.rows }) : undefined,
      onResize: (listener) => stdout.on('resize', listener),
    });
  } finally {
    if (isTerminal) stdin.setRawMode(false);
    stdin.pause();
  }
}

const EXAMPLES = `
Examples:
  blackstart shell galera-1
  blackstart shell redis-2/redis -- redis-cli info replication`;

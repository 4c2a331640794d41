import type Docker from 'dockerode';
import { GenericContainer } from 'testcontainers';
import type { Clock } from '../core/clock.ts';
import { HarnessError } from '../core/errors.ts';
import type { Host, Service } from '../core/machine.ts';
import type { LogLine } from '../core/platform.ts';
import type { ServicePlan } from '../core/topology.ts';
import { exec } from './exec.ts';
import { followLogs } from './service-logs.ts';
import { reach, watchDeath } from './tcp.ts';

export interface DockerServiceOptions {
  readonly docker: Docker;
  readonly clock: Clock;
  readonly plan: ServicePlan;
  readonly self: Host;
  readonly hosts: readonly Host[];
  readonly image: string;
  /** The container whose network namespace it joins. */
  readonly holder: Docker.Container;
  readonly containerName: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly onLog: (line: LogLine) => void;
}

const REACH_WITHIN_MS = 1_000;

/** A service in a container of its own, made at its first start and kept over later ones. */
export function dockerService(options: DockerServiceOptions): Service {
  const { docker, clock, plan, self, onLog } = options;
  const endpoint = { address: self.address, port: plan.port };
  let container: Docker.Container | undefined;
  const created = (): Docker.Container => {
    if (container !== undefined) return container;
    throw new RangeError(`${self.name}/${plan.name} has not been started yet`);
  };
  return {
    name: plan.name,
    system: plan.system,
    machine: self.name,
    port: plan.port,
    start: async () => {
      const since = clock.wallTime() / 1_000;
      if (container === undefined) container = await create(options);
      else await container.start();
      const onLine = (line: string) => onLog({ machine: self.name, service: plan.name, line });
      await followLogs({ docker, container, since, onLine });
    },
    stop: async ({ withinMs }) => {
      await created()
        .stop({ t: Math.ceil(withinMs / 1_000) })
        .catch(unlessStopped);
      const { State: state } = await created().inspect();
      if (state.ExitCode !== 137) return;
      throw new HarnessError(
        'STOP',
        `${self.name}/${plan.name}: expected to end within ${withinMs / 1_000} s of SIGTERM, had to be killed`,
        { hint: `See the end of ${self.name}-${plan.name}.log in the folder of this run.` },
      );
    },
    kill: async () => {
      await created().kill({ signal: 'SIGKILL' });
    },
    state: async () => {
      if (container === undefined) return { running: false, pid: 0, exitCode: undefined };
      const { State: state } = await container.inspect();
      return {
        running: state.Running,
        pid: state.Pid,
        exitCode: state.Running ? undefined : state.ExitCode,
      };
    },
    exec: (command) => exec(docker, created(), command),
    reach: (port = plan.port) =>
      reach({ address: self.address, port }, { withinMs: REACH_WITHIN_MS }),
    watchDeath: () => watchDeath(endpoint, clock),
  };
}

/** 304: it had ended by itself. */
function unlessStopped(error: unknown): void {
  if (error instanceof Error && 'statusCode' in error && error.statusCode === 304) return;
  throw error;
}

async function create(options: DockerServiceOptions): Promise<Docker.Container> {
  const { docker, plan, self, hosts, image, holder, containerName, labels } = options;
  const started = await new GenericContainer(image)
    .withName(containerName)
    .withLabels({ ...labels })
    .withEnvironment({ ...plan.environment })
    .withNetworkMode(`container:${holder.id}`)
    .withCommand([...plan.arguments(self, hosts)])
    .withCopyDirectoriesToContainer([{ source: plan.config.folder, target: plan.config.target }])
    .withAutoCleanup(false)
    .start();
  return docker.getContainer(started.getId());
}

import type Docker from 'dockerode';
import { GenericContainer } from 'testcontainers';
import type { Clock } from '../core/clock.ts';
import { configFiles } from '../core/config-files.ts';
import { HarnessError, messageOf } from '../core/errors.ts';
import { eventually, type Look } from '../core/eventually.ts';
import type { Host } from '../core/machine.ts';
import type { LogLine } from '../core/platform.ts';
import type { Service, ServiceState } from '../core/service.ts';
import type { ServicePlan } from '../core/topology.ts';
import { inTime, within } from '../core/within.ts';
import { Door } from './door.ts';
import { exec } from './exec.ts';
import { giveWay, limit, memoryLimitMiB, sharesOf } from './limits.ts';
import { cpuShare, watchPulse } from './pulse.ts';
import { type Following, followLogs } from './service-logs.ts';
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
  /** `<volume>:<folder>`. */
  readonly binds: readonly string[];
  readonly onLog: (line: LogLine) => void;
}

/** A service that loses its power with its machine. */
export interface DockerService extends Service {
  wasStarted(): boolean;
  /** Whether it leaves processors to others; also one that is started later. */
  giveWay(yes: boolean): Promise<void>;
  /** Every process is gone when it resolves. A service that ran will run again after `restorePower`. */
  cutPower(): Promise<void>;
  /** SIGTERM; SIGKILL for one that does not end in time, as an operating system does. */
  shutDown(options: { readonly withinMs: number }): Promise<void>;
  /** Starts it if it ran when the power went, or was to be started since. */
  restorePower(): Promise<void>;
}

const REACH_WITHIN_MS = 1_000;
const GONE_WITHIN_MS = 30_000;
const FREEZES_WITHIN_MS = 5_000;
const LOGS_WITHIN_MS = 2_000;
const LAST_LINES = 100;

/** A service in a container of its own, made at its first start and kept over later ones. */
export function dockerService(options: DockerServiceOptions): DockerService {
  const { docker, clock, plan, self, onLog } = options;
  const endpoint = { address: self.address, port: plan.port };
  let container: Docker.Container | undefined;
  let power: 'on' | 'off' = 'on';
  let runsWithPower = false;
  let yields = false;
  const door = new Door();
  const lines: string[] = [];
  let logs: Following | undefined;
  const created = (): Docker.Container => {
    if (container !== undefined) return container;
    throw new RangeError(`${self.name}/${plan.name} has not been started yet`);
  };
  const isRunning = async (): Promise<boolean> =>
    container !== undefined && (await container.inspect()).State.Running;
  const losePower = async (): Promise<boolean> => {
    power = 'off';
    const runs = await isRunning();
    runsWithPower ||= runs;
    return runs;
  };
  const start = async (): Promise<void> => {
    if (power === 'off') {
      runsWithPower = true;
      return;
    }
    const since = clock.wallTime() / 1_000;
    if (container === undefined) container = await create(options, sharesOf(yields));
    else await container.start().catch(unlessAlready);
    const onLine = (line: string) => {
      lines.push(line);
      if (lines.length > LAST_LINES) lines.shift();
      onLog({ machine: self.name, service: plan.name, line });
    };
    logs = await followLogs({ docker, container, since, onLine });
  };
  return {
    name: plan.name,
    system: plan.system,
    machine: self.name,
    port: plan.port,
    start,
    stop: async ({ withinMs }) => {
      await created()
        .stop({ t: Math.ceil(withinMs / 1_000) })
        .catch(unlessAlready);
      const { State: state } = await created().inspect();
      if (state.ExitCode !== 137) return;
      throw new HarnessError(
        'STOP',
        `${self.name}/${plan.name}: expected to end within ${withinMs / 1_000} s of SIGTERM, had to be killed`,
        { hint: `See the end of ${self.name}-${plan.name}.log in the folder of this run.` },
      );
    },
    kill: async () => {
      await created().kill({ signal: 'SIGKILL' }).catch(unlessEnded);
    },
    pause: async () => {
      await door.close(() => pauseWhenItFreezes(created(), clock));
    },
    resume: async () => {
      const { State: state } = await created().inspect();
      if (state.Paused) await created().unpause();
    },
    limit: (limits) => limit(docker, created(), limits),
    memoryLimitMiB: () => door.enter(() => memoryLimitMiB(docker, created())),
    cpuShare: (how) => door.enter(() => cpuShare(docker, created(), how)),
    state: async () => {
      if (container === undefined) return neverStarted;
      const { State: state } = await container.inspect();
      return {
        running: state.Running,
        pid: state.Pid,
        exitCode: state.Running ? undefined : state.ExitCode,
        outOfMemory: state.OOMKilled,
      };
    },
    lastLines: async () => {
      if (logs !== undefined && !(await isRunning())) {
        await within(clock, LOGS_WITHIN_MS, logs.ended);
      }
      return [...lines];
    },
    exec: (command) => door.enter(() => exec(docker, created(), command)),
    reach: (port = plan.port) =>
      reach({ address: self.address, port }, { withinMs: REACH_WITHIN_MS }),
    watchDeath: () => watchDeath(endpoint, clock, { withinMs: REACH_WITHIN_MS }),
    watchPulse: () => door.enter(() => watchPulse(docker, created(), clock)),
    wasStarted: () => container !== undefined,
    giveWay: async (yes) => {
      yields = yes;
      if (container !== undefined) await giveWay(container, yes);
    },
    cutPower: async () => {
      if (!(await losePower())) return;
      await created().kill({ signal: 'SIGKILL' }).catch(unlessEnded);
      const gone = created().wait();
      await inTime(clock, gone, GONE_WITHIN_MS, `${self.name}/${plan.name} to be gone`);
    },
    shutDown: async ({ withinMs }) => {
      if (!(await losePower())) return;
      await created()
        .stop({ t: Math.ceil(withinMs / 1_000) })
        .catch(unlessAlready);
    },
    restorePower: async () => {
      power = 'on';
      if (!runsWithPower) return;
      await start();
      runsWithPower = false;
    },
  };
}

const neverStarted: ServiceState = {
  running: false,
  pid: 0,
  exitCode: undefined,
  outOfMemory: false,
};

/**
 * The freezer of control groups v1 gives up (and thaws again) when processes are forked faster than
 * it freezes them; the engine then says so, and that nothing was done.
 */
export async function pauseWhenItFreezes(container: Docker.Container, clock: Clock): Promise<void> {
  const look = async (): Promise<Look<true>> => {
    const refusal = await container.pause().then(
      () => undefined,
      (error: unknown) => messageOf(error),
    );
    if (refusal === undefined) return { done: true };
    if (/unable to freeze/.test(refusal)) return { state: refusal };
    throw new HarnessError('PAUSE', refusal, { hint: 'Run `blackstart doctor`.' });
  };
  await eventually('its processes freeze', look, { clock, withinMs: FREEZES_WITHIN_MS });
}

/** 304: it runs, or had ended, by itself. */
export function unlessAlready(error: unknown): void {
  if (statusOf(error) !== 304) throw error;
}

/** 409: it had ended by itself. */
export function unlessEnded(error: unknown): void {
  if (statusOf(error) !== 409) throw error;
}

export const statusOf = (error: unknown): unknown =>
  error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;

/** testcontainers has no word for shares of the processors. */
class WeighedContainer extends GenericContainer {
  withShares(shares: number): this {
    this.hostConfig.CpuShares = shares;
    return this;
  }
}

async function create(options: DockerServiceOptions, shares: number): Promise<Docker.Container> {
  const { docker, plan, self, hosts, image, holder, containerName, labels, binds } = options;
  const volumes = binds.map((bind) => {
    const [source = '', target = ''] = bind.split(':');
    return { source, target };
  });
  const started = await new WeighedContainer(image)
    .withShares(shares)
    .withName(containerName)
    .withLabels({ ...labels })
    .withEnvironment({ ...plan.environment(self, hosts) })
    .withAddedCapabilities(...(plan.capabilities ?? []))
    .withNetworkMode(`container:${holder.id}`)
    .withCommand([...plan.arguments(self, hosts)])
    .withBindMounts(volumes)
    .withCopyFilesToContainer([...configFiles(plan.config)])
    .withAutoCleanup(false)
    .start();
  return docker.getContainer(started.getId());
}

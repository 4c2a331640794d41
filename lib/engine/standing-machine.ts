import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type Docker from 'dockerode';
import { HarnessError } from '../core/errors.ts';
import type { Host, Machine } from '../core/machine.ts';
import { assertRunning } from '../core/running.ts';
import type { Service } from '../core/service.ts';
import type { ServicePlan } from '../core/topology.ts';
import { startAgent } from './agent.ts';
import { demultiplex } from './demultiplex.ts';
import { exec } from './exec.ts';
import { machineNetwork } from './machine-network.ts';
import { noDisk } from './no-disk.ts';
import { reach } from './tcp.ts';
import { agentVantage, HEARING_PORT } from './vantage.ts';

export interface StandingMachineOptions {
  readonly docker: Docker;
  readonly self: Host;
  /** The container that owns its network namespace, of images/machine. */
  readonly holder: Docker.Container;
  readonly services: readonly StandingService[];
}

export interface StandingService {
  readonly plan: ServicePlan;
  readonly container: Docker.Container;
}

const LAST_LINES = 100;
const REACH_WITHIN_MS = 1_000;

/** A machine of containers that somebody else has started: to be looked at, not to be harmed. */
export async function standingMachine(
  options: StandingMachineOptions,
): Promise<Machine & Disposable> {
  const { docker, self, holder, services } = options;
  const agent = await startAgent(docker, holder, { hearingPort: HEARING_PORT });
  return {
    ...self,
    services: services.map((service) => standingService(docker, self, service)),
    network: machineNetwork({
      agent,
      machine: self.name,
      addresses: new Map(),
      degrader: 'none',
    }),
    disk: noDisk(self.name),
    vantage: agentVantage(self.name, self.address, agent),
    powerOff: refuse,
    shutDown: refuse,
    powerOn: refuse,
    sync: refuse,
    giveWay: refuse,
    skew: refuse,
    [Symbol.dispose]: () => agent[Symbol.dispose](),
  };
}

function standingService(
  docker: Docker,
  { name: machine, address }: Host,
  { plan: { name, system, port }, container }: StandingService,
): Service {
  const service: Service = {
    name,
    system,
    machine,
    port,
    state: async () => {
      const { State: state } = await container.inspect();
      return {
        running: state.Running,
        pid: state.Pid,
        exitCode: state.Running ? undefined : state.ExitCode,
        outOfMemory: state.OOMKilled,
      };
    },
    lastLines: async () => {
      const said = await container.logs({ stdout: true, stderr: true, tail: LAST_LINES });
      const outputs = demultiplex(docker, Readable.from([said]));
      return (await Promise.all(outputs.map((output) => text(output)))).join('').split('\n');
    },
    exec: (command) => exec(docker, container, command),
    reach: (at = port) => reach({ address, port: at }, { withinMs: REACH_WITHIN_MS }),
    // Only what has ended is started: then the product says why.
    start: () => assertRunning(service),
    stop: refuse,
    kill: refuse,
    pause: refuse,
    resume: refuse,
    limit: refuse,
    memoryLimitMiB: refuse,
    cpuShare: refuse,
    watchDeath: refuse,
    watchPulse: refuse,
  };
  return service;
}

const refuse = (): never => {
  throw new HarnessError('CAPABILITY', 'this machine is somebody else’s: it is only looked at', {
    hint: 'Only machines of a run can be started, stopped and harmed.',
  });
};

/** What a service is at this moment, as its platform (not the product) sees it. */
export interface ServiceState {
  readonly running: boolean;
  /** Of the service's main process in its platform's numbering; 0 where it is not running. */
  readonly pid: number;
  /** Undefined until it has ended once. 137 is SIGKILL. */
  readonly exitCode: number | undefined;
}

/** What a connection attempt from outside the machine meets. */
export type Reach = 'accepts' | 'refuses' | 'silent';

/** What a command in a container came to. */
export interface ExecResult {
  readonly exitCode: number;
  /** Standard output and standard error, as they came. */
  readonly output: string;
}

/** One running product on one machine: what a fault or a system can do to it. */
export interface Service {
  readonly name: string;
  readonly system: string;
  readonly machine: string;
  /** The port that its clients use. */
  readonly port: number;
  start(): Promise<void>;
  /** Asks it to end (SIGTERM) and waits; rejects if it has not ended within `withinMs`. */
  stop(options: { readonly withinMs: number }): Promise<void>;
  /** SIGKILL: the process dies at once, the kernel closes its sockets, the page cache survives. */
  kill(): Promise<void>;
  state(): Promise<ServiceState>;
  /** Runs a command beside its process; rejects if the service is not running. */
  exec(command: readonly string[]): Promise<ExecResult>;
  /** Tries to connect from outside the machine: to its clients' port, or to another one. */
  reach(port?: number): Promise<Reach>;
  /** Watches, from outside the machine, for the instant at which its process dies. */
  watchDeath(): Promise<DeathWatch>;
}

/** An open connection to a service: the kernel closes it at the instant the process dies. */
export interface DeathWatch extends AsyncDisposable {
  /** Clock time of the death; undefined if it has not been seen within `withinMs`. */
  seen(options: { readonly withinMs: number }): Promise<number | undefined>;
}

/** What has one power cord: one address and one or more services. */
export interface Machine {
  readonly name: string;
  readonly address: string;
  readonly services: readonly Service[];
}

/** Where a machine can be reached; all that a configuration file needs to know of its peers. */
export interface Host {
  readonly name: string;
  readonly address: string;
}

/** The service of a system on a machine. */
export function serviceOf(machine: Machine, system: string): Service {
  const service = machine.services.find((candidate) => candidate.system === system);
  if (service === undefined) {
    throw new RangeError(`${machine.name} runs no ${system}`);
  }
  return service;
}

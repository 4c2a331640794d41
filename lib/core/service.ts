import type { Fact } from './history.ts';
import type { Instant } from './instant.ts';

/** What a service is at this moment, as its platform (not the product) sees it. */
export interface ServiceState {
  readonly running: boolean;
  /** Of the service's main process in its platform's numbering; 0 where it is not running. */
  readonly pid: number;
  /** Undefined until it has ended once. 137 is SIGKILL. */
  readonly exitCode: number | undefined;
  /** Whether the kernel ended it because its memory was used up. */
  readonly outOfMemory: boolean;
  /** More that its platform says of it, where somebody wants to see that. */
  readonly told?: Readonly<Record<string, Fact>>;
}

/** What a connection attempt from outside the machine meets. */
export type Reach = 'accepts' | 'refuses' | 'silent';

/** What a command in a container came to. */
export interface ExecResult {
  readonly exitCode: number;
  /** Standard output and standard error, as they came. */
  readonly output: string;
}

/** How much of the machine a service may use; undefined is no limit. */
export interface Limits {
  /** In processors: 0.1 is a tenth of one. */
  readonly cpus?: number | undefined;
  readonly memoryMiB?: number | undefined;
}

/** One running product on one machine: what a fault or a system can do to it. */
export interface Service {
  readonly name: string;
  readonly system: string;
  readonly machine: string;
  /** The port that its clients use; undefined where nobody knows of one. */
  readonly port: number | undefined;
  /** Its address goes with it: nobody is left then who could refuse a connection. */
  readonly takesAddress?: true;
  /** On a machine without power: as soon as that is back. */
  start(): Promise<void>;
  /** Asks it to end (SIGTERM) and waits; rejects if it has not ended within `withinMs`. */
  stop(options: { readonly withinMs: number }): Promise<void>;
  /** SIGKILL: the process dies at once, the kernel closes its sockets, the page cache survives. */
  kill(): Promise<void>;
  /** Freezes all its processes: connections stay open, nothing answers. */
  pause(): Promise<void>;
  /** Lets it go on; nothing happens to one that is not paused. */
  resume(): Promise<void>;
  limit(limits: Limits): Promise<void>;
  /** The limit that its kernel enforces now; undefined is none. */
  memoryLimitMiB(): Promise<number | undefined>;
  /** Tries for `forMs` to use as much of the processors as it gets, beside its process: how many. */
  cpuShare(options: { readonly forMs: number }): Promise<number>;
  state(): Promise<ServiceState>;
  /** What it wrote last, up to 100 lines; all of that, where it has ended. */
  lastLines(): Promise<readonly string[]>;
  /** Runs a command beside its process; rejects if the service is not running. */
  exec(command: readonly string[]): Promise<ExecResult>;
  /** Tries to connect from outside the machine: to its clients' port, or to another one. */
  reach(port?: number): Promise<Reach>;
  /** Whether a process of it exists, as the kernel says, where its platform can ask that. */
  readonly hasProcess?: (pid: number) => boolean;
  /** Watches, from outside the machine, for the instant at which its process dies, where that can be seen. */
  watchDeath(): Promise<DeathWatch>;
  /** Lets a process beside it tell every few milliseconds that it gets to run. */
  watchPulse(): Promise<PulseWatch>;
}

/** An open connection to a service: the kernel closes it at the instant the process dies. */
export interface DeathWatch extends AsyncDisposable {
  /** Clock time of the death; undefined if it has not been seen within `withinMs`. */
  seen(options: { readonly withinMs: number }): Promise<number | undefined>;
}

/** A heartbeat from among a service's processes. */
export interface PulseWatch extends AsyncDisposable {
  /** Who tells it, if not a process among them. */
  readonly toldBy?: string;
  /** When it was last heard, and between which beats of its own it may have stopped since. */
  last(): Instant;
}

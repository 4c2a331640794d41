import type { Capability } from './capability.ts';
import type { Clock } from './clock.ts';
import type { HarnessError } from './errors.ts';
import type { Journal } from './journal.ts';
import type { Machine } from './machine.ts';
import type { Vantage } from './network.ts';
import type { Progress } from './progress.ts';
import type { Topology } from './topology.ts';

export interface LogLine {
  readonly machine: string;
  readonly service: string;
  readonly line: string;
}

export interface ProvisionOptions {
  readonly run: string;
  readonly progress: Progress;
  readonly signal?: AbortSignal | undefined;
  /** What the faults of the run need; machines are built to offer that, and no more. */
  readonly needs: ReadonlySet<Capability>;
  /** Called for every line that any service writes. */
  readonly onLog: (line: LogLine) => void;
}

/** Machines that exist: powered, addressed, their services not yet started. */
export interface Cluster extends AsyncDisposable {
  readonly machines: readonly Machine[];
  /** Where the harness and its clients are. */
  readonly clients: Vantage;
  /** Where harms are written down before they are done. */
  readonly journal: Journal;
  /** Somebody else's: what is not harmed is left alone, so nothing is restarted in the end. */
  readonly borrowed?: true;
}

/** How the machine that the harness itself runs on is doing, since the last look. */
export interface Vitals {
  /** Longest event-loop delay, ms. */
  readonly loopDelayMaxMs: number;
  /** Null where the kernel does not tell. */
  readonly cpuStealPercent: number | null;
  readonly cpuPressurePercent: number | null;
  /** For how long the thread that measures had a processor, and was ready and had none, ms. */
  readonly computedMs: number | null;
  readonly waitedMs: number | null;
}

/** Where machines come from: the Docker engine, or a toy in memory. */
export interface Platform {
  readonly clock: Clock;
  /** Versions and digests of what will run, for the header. */
  readonly versions: Readonly<Record<string, string>>;
  vitals(): Vitals;
  /** Why nothing can work any more, where the platform itself is the reason. */
  ailment(): Promise<HarnessError | undefined>;
  provision(topology: Topology, options: ProvisionOptions): Promise<Cluster>;
}

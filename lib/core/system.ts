import type { Clock } from './clock.ts';
import type { Fact, Json, OperationError } from './history.ts';
import type { Machine } from './machine.ts';
import type { Progress } from './progress.ts';

/** What one machine says of itself. */
export interface Observation {
  readonly reachable: boolean;
  /** `unknown`: nobody can tell, as nothing is known of the product. */
  readonly role: 'primary' | 'replica' | 'none' | 'unknown';
  /**
   * The machines in whose name it claims its role, itself included. Two primaries are two machines
   * that claim the role at one time for groups that have no member in common.
   */
  readonly members: readonly string[];
  readonly state: Readonly<Record<string, Fact>>;
}

/** Polls one machine through the product's own protocol, over a connection of its own. */
export interface Watcher extends AsyncDisposable {
  /** Never rejects: a machine that does not answer is an observation. */
  observe(): Promise<Observation>;
}

export interface Redundancy {
  readonly full: boolean;
  readonly detail: string;
  /** How redundant it is, nobody can tell: `full` says only that all is as it was found. Never recorded. */
  readonly known?: false;
}

/** One verb of a workload's vocabulary with its argument. */
export interface Operation {
  readonly f: string;
  readonly value: Json;
}

/** `fail` means that it certainly did not happen; whatever is not known to be is `info`. */
export type Outcome =
  | { readonly type: 'ok'; readonly machine: string; readonly value?: Json }
  | {
      readonly type: 'fail' | 'info';
      readonly error: OperationError;
      readonly machine?: string;
      readonly value?: Json;
    };

/** One lane: a client with its own connection, that reconnects as real clients do. */
export interface Client extends AsyncDisposable {
  /** Never rejects, and settles: at the latest after waiting for a turn and then for an answer. */
  invoke(operation: Operation): Promise<Outcome>;
}

export interface LaneOptions {
  readonly clock: Clock;
  readonly lane: number;
  /** The client waits this long for its turn, and this long for an answer. */
  readonly timeoutMs: number;
  readonly settings: WorkloadSettings;
}

/** What a vocabulary must know of its workload: `settings` of that. */
export type WorkloadSettings = Readonly<Record<string, Fact>>;

/** How a system carries out one vocabulary. */
export interface Vocabulary {
  /** Why it can't carry out a workload of these settings, as a sentence; absent where it can all. */
  readonly refuses?: (settings: WorkloadSettings) => string | undefined;
  /** Makes what the operations need (a table, a queue), once, on the formed cluster. */
  prepare(machines: readonly Machine[], settings: WorkloadSettings): Promise<void>;
  open(machines: readonly Machine[], options: LaneOptions): Client;
  /**
   * Reads everything there is from this one machine itself, caught up with its peers: numbers, or
   * what else the vocabulary has. Absent where nothing is kept that could be read in the end.
   */
  readonly readAll?: (machine: Machine) => Promise<readonly Json[]>;
}

export interface FormOptions {
  readonly clock: Clock;
  readonly progress: Progress;
  readonly signal?: AbortSignal | undefined;
}

/** One product: how its nodes become a cluster, what they say of themselves, how one talks to it. */
export interface System {
  readonly name: string;
  /**
   * The systems that must stand before it is formed, and that are stopped after it; all that the
   * topology names before it where this is not given.
   */
  readonly after?: readonly string[];
  /** Starts every service that is not running and waits until redundancy is full. */
  form(machines: readonly Machine[], options: FormOptions): Promise<void>;
  /** Stops every service cleanly, in the order that lets `form` start them again. */
  stop(machines: readonly Machine[], options: FormOptions): Promise<void>;
  /** Watches one machine; `all` are those of the system, to name its peers. */
  watch(machine: Machine, all: readonly Machine[]): Watcher;
  /** What its redundancy is, from what each of its machines says of itself. */
  redundancy(observations: ReadonlyMap<string, Observation>): Redundancy;
  readonly vocabularies: Readonly<Record<string, Vocabulary>>;
}

import type { Fact } from './history.ts';
import type { Operation } from './system.ts';

/** Operations on one system, due at a steady rate. Data; the verbs are in lib/workloads. */
export interface Workload {
  readonly name: string;
  readonly system: string;
  readonly vocabulary: string;
  /** What else who judges it must know, for example what all accounts hold together. */
  readonly settings?: Readonly<Record<string, Fact>>;
  readonly ratePerSecond: number;
  /** How many clients share the rate. */
  readonly lanes: number;
  /** A probe is good if it is ok within this of its due time. */
  readonly deadlineMs: number;
  /** A client gives up after this; the operation is then `info`. */
  readonly timeoutMs: number;
  /** The operation with this id: ids count from 0 and are each asked for once. */
  readonly operation: (id: number) => Operation;
}

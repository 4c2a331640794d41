import type { EventOf, History, WorkloadFacts } from '../core/history.ts';

/** What one machine held in the end. */
export interface FinalRead {
  readonly machine: string;
  readonly pass: EventOf<'final-read'>['pass'];
  readonly elements: readonly number[];
  /** Clock time of the history. */
  readonly at: number;
  /** Position of the event. */
  readonly evidence: number;
}

export interface FinalReads {
  readonly reads: readonly FinalRead[];
  /** Why the account can't be settled; undefined where every node was read in both passes. */
  readonly missing: string | undefined;
}

const passes = ['live', 'restarted'] as const;

/** The final reads of a workload, and whether they are all there: every node, in both passes. */
export function finalReads(
  { header, events }: History,
  { name, machines = header.topology.machines }: WorkloadFacts,
): FinalReads {
  const reads = events.flatMap((event, evidence) => {
    if (event.type !== 'final-read' || event.workload !== name) return [];
    const { machine, pass, elements, t: at } = event;
    return elements === undefined ? [] : [{ machine, pass, elements, at, evidence }];
  });
  const absent = passes.flatMap((pass) =>
    machines
      .filter((machine) => !reads.some((read) => read.machine === machine && read.pass === pass))
      .map((machine) => `${machine} (${pass})`),
  );
  return {
    reads,
    missing: absent.length > 0 ? `no final read of ${absent.join(', ')}` : undefined,
  };
}

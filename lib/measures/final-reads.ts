import type { EventOf, History, Json, WorkloadFacts } from '../core/history.ts';

/** What one machine held in the end. */
export interface FinalRead<Element = Json> {
  readonly machine: string;
  readonly pass: EventOf<'final-read'>['pass'];
  readonly elements: readonly Element[];
  /** Clock time of the history. */
  readonly at: number;
  /** Position of the event. */
  readonly evidence: number;
}

export interface FinalReads<Element = Json> {
  readonly reads: readonly FinalRead<Element>[];
  /** The passes in which every node was read. */
  readonly whole: readonly FinalRead['pass'][];
  /** Why the account can't be settled; undefined where every node was read in both passes. */
  readonly missing: string | undefined;
}

const passes = ['live', 'restarted'] as const;

/**
 * The final reads of a workload, and whether they are all there: every node, in both passes. A
 * read that holds what is no element of the vocabulary is as good as none.
 */
export function finalReads<Element extends Json>(
  { header, events }: History,
  { name, machines = header.topology.machines }: WorkloadFacts,
  isElement: (element: Json) => element is Element,
): FinalReads<Element> {
  const recorded = events
    .recorded('final-read')
    .filter(({ event: { workload } }) => workload === name);
  const reads = recorded.flatMap(({ event, position: evidence }) => {
    const { machine, pass, elements, t: at } = event;
    return elements?.every(isElement) === true ? [{ machine, pass, elements, at, evidence }] : [];
  });
  const absent = passes.flatMap((pass) =>
    machines
      .filter((machine) => !reads.some((read) => read.machine === machine && read.pass === pass))
      .map((machine) => {
        const failed = recorded.find(
          ({ event }) => event.machine === machine && event.pass === pass,
        );
        const why = failed?.event.error?.message;
        const place = placeOf({ machine, pass });
        return { pass, place: why === undefined ? place : `${place}: ${why}` };
      }),
  );
  return {
    reads,
    whole: passes.filter((pass) => !absent.some((one) => one.pass === pass)),
    missing:
      absent.length > 0
        ? `no final read of ${absent.map(({ place }) => place).join(', ')}`
        : undefined,
  };
}

export const isNumber = (element: Json): element is number => typeof element === 'number';

/** Where something was read in the end, as notes name it. */
export const placeOf = ({ machine, pass }: Pick<FinalRead, 'machine' | 'pass'>): string =>
  `${machine} (${pass})`;

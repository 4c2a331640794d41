/** Orders beside the data: of one client's transactions, and of all in real time. */
export type Order = 'process' | 'realtime';

/**
 * Cycles of the direct serialization graph.
 *
 * G0, G1c, G-single and G2-item: Adya 1999, sections 3.1, 4.1 and 4.4; Elle (VLDB 2020), section 2.
 * G-nonadjacent: two or more rw edges, no two of them in a row (Elle; what snapshot isolation
 * forbids after Cerone & Gotsman 2016, for example the long fork). G2-item here has two in a row.
 */
export const cycleTypes = ['G0', 'G1c', 'G-single', 'G-nonadjacent', 'G2-item'] as const;

export type CycleType = (typeof cycleTypes)[number];

/** A cycle that closes only with the order of a client or of real time carries its name. */
export type CycleName = CycleType | `${CycleType}-${Order}`;

/**
 * What needs no cycle. G1a and G1b: Adya 1999, section 3.1.2. Garbage reads, duplicate elements,
 * incompatible orders, internal, dirty and lost updates, future reads: Elle, sections 4 and 6,
 * and its list-append analysis.
 */
export const directTypes = [
  'garbage-read',
  'duplicate-elements',
  'incompatible-order',
  'dirty-update',
  'G1a',
  'G1b',
  'future-read',
  'internal',
  'lost-update',
] as const;

export type DirectType = (typeof directTypes)[number];

export type AnomalyType = DirectType | CycleName;

/** All types; the gravest of each family first. */
export const anomalyTypes: readonly AnomalyType[] = [
  ...directTypes,
  ...cycleTypes,
  ...cycleTypes.map((type): CycleName => `${type}-process`),
  ...cycleTypes.map((type): CycleName => `${type}-realtime`),
];

/** Why one transaction of a cycle comes before the next. */
export interface Step {
  /** Transaction ids. */
  readonly from: number;
  readonly to: number;
  readonly kind: 'ww' | 'wr' | 'rw' | Order;
  /** The key of a ww, wr or rw step. */
  readonly key?: number;
  /** ww: the earlier and the later element; wr: the one seen; rw: the one not seen. */
  readonly values: readonly number[];
  readonly explanation: string;
}

export interface Anomaly {
  readonly type: AnomalyType;
  /** Whether the expected isolation level forbids it. */
  readonly violation: boolean;
  /** Ids of the evidence; of a cycle in its order. */
  readonly transactions: readonly number[];
  readonly explanation: string;
  /** Of a cycle: each step leads to the next, the last to the first. */
  readonly cycle?: readonly Step[];
}

/** An anomaly as a detector sees it, before it is held against an isolation level. */
export type Sighting = Omit<Anomaly, 'violation'>;

/** Takes sightings; the sentence is made only for those that are kept. */
export type Report = (type: AnomalyType, see: () => Omit<Sighting, 'type'>) => void;

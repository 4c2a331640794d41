import { type AnomalyType, cycleTypes, type Order } from './anomaly.ts';

export type IsolationLevel =
  | 'read-uncommitted'
  | 'read-committed'
  | 'repeatable-read'
  | 'snapshot-isolation'
  | 'serializable'
  | 'strict-serializable';

/** PL-1. Versions that nobody wrote or that come twice are in no history of Adya's at all. */
const readUncommitted: readonly AnomalyType[] = ['G0', 'garbage-read', 'duplicate-elements'];

/** PL-2: G1. Elle counts dirty updates and incompatible orders as G1a, future reads as G1c. */
const readCommitted: readonly AnomalyType[] = [
  ...readUncommitted,
  'G1a',
  'G1b',
  'G1c',
  'incompatible-order',
  'dirty-update',
  'future-read',
];

/** PL-SI: G1 and G-SI, with G-nonadjacent as in Elle; INT of Cerone, Bernardi & Gotsman 2015. */
const snapshotIsolation: readonly AnomalyType[] = [
  ...readCommitted,
  'internal',
  'lost-update',
  'G-single',
  'G-nonadjacent',
];

/** PL-2.99: G1 and G2-item, of which G-single and G-nonadjacent are cases where all is items. */
const repeatableRead: readonly AnomalyType[] = [...snapshotIsolation, 'G2-item'];

const ordered = cycleTypes.flatMap((type): AnomalyType[] => [
  `${type}-process`,
  `${type}-realtime`,
]);

/**
 * What each level forbids: Adya 1999, table 4.1 and chapter 4 (PL-1, PL-2, PL-2.99, PL-SI, PL-3,
 * PL-SS), and Elle's consistency-model table. Without predicates PL-2.99 and PL-3 are the same.
 */
const forbidden: Readonly<Record<IsolationLevel, ReadonlySet<AnomalyType>>> = {
  'read-uncommitted': new Set(readUncommitted),
  'read-committed': new Set(readCommitted),
  'snapshot-isolation': new Set(snapshotIsolation),
  'repeatable-read': new Set(repeatableRead),
  serializable: new Set(repeatableRead),
  'strict-serializable': new Set([...repeatableRead, ...ordered]),
};

export function violates(type: AnomalyType, level: IsolationLevel): boolean {
  return forbidden[level].has(type);
}

/** The orders without which the level's anomalies can not be found. */
export function ordersOf(level: IsolationLevel): readonly Order[] {
  return level === 'strict-serializable' ? ['process', 'realtime'] : [];
}

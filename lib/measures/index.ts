import type { Measure } from '../core/measure.ts';
import { bankErrors } from './bank-errors.ts';
import { divergence } from './divergence.ts';
import { latencyAfter, latencyBefore, latencyDuring } from './latency.ts';
import { linearizability } from './linearizability.ts';
import { lostWrites } from './lost-writes.ts';
import { operatorLateness } from './operator-lateness.ts';
import { outages } from './outages.ts';
import { phantoms } from './phantoms.ts';
import { rpo } from './rpo.ts';
import { rtoAll, rtoAny } from './rto.ts';
import { rtoPerformance } from './rto-performance.ts';
import { rtoRedundancy } from './rto-redundancy.ts';
import { duplicates, flicker, staleReads } from './set-reads.ts';
import { transactionAnomalies } from './transaction-anomalies.ts';
import { twoPrimaries } from './two-primaries.ts';
import { unavailability } from './unavailability.ts';

/** Every measure, in the order in which a report shows them. */
export const measures: readonly Measure[] = [
  rtoAny,
  rtoAll,
  rtoPerformance,
  rtoRedundancy,
  lostWrites,
  rpo,
  phantoms,
  divergence,
  duplicates,
  flicker,
  staleReads,
  linearizability,
  transactionAnomalies,
  bankErrors,
  twoPrimaries,
  outages,
  unavailability,
  latencyBefore,
  latencyDuring,
  latencyAfter,
  operatorLateness,
];

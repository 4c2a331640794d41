import type { Measure } from '../core/measure.ts';
import { bankErrors } from './bank-errors.ts';
import { cacheMisses } from './cache-misses.ts';
import { corruptObjects } from './corrupt-objects.ts';
import { divergence } from './divergence.ts';
import { duplicates } from './duplicates.ts';
import { failedRequests } from './failed-requests.ts';
import { flicker } from './flicker.ts';
import { latencyAfter, latencyBefore, latencyDuring } from './latency.ts';
import { linearizability } from './linearizability.ts';
import { longestOutage } from './longest-outage.ts';
import { lostWrites } from './lost-writes.ts';
import { misrouted } from './misrouted.ts';
import { operatorLateness } from './operator-lateness.ts';
import { outOfOrder } from './out-of-order.ts';
import { outages } from './outages.ts';
import { phantoms } from './phantoms.ts';
import { rpo } from './rpo.ts';
import { rtoAll, rtoAny } from './rto.ts';
import { rtoPerformance } from './rto-performance.ts';
import { rtoRedundancy } from './rto-redundancy.ts';
import { staleReads } from './stale-reads.ts';
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
  outOfOrder,
  corruptObjects,
  misrouted,
  linearizability,
  transactionAnomalies,
  bankErrors,
  twoPrimaries,
  longestOutage,
  outages,
  unavailability,
  failedRequests,
  cacheMisses,
  latencyBefore,
  latencyDuring,
  latencyAfter,
  operatorLateness,
];

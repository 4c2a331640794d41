import type { Expectation } from '../core/history.ts';

const bounds = (measure: string) => ({
  /** The measure's greatest allowed value, in its unit. */
  atMost: (value: number): Expectation => ({ measure, atMost: value }),
});

/** Recovery time objectives: bounds in ms on the clocks of DESIGN section 7. */
export const rto = {
  any: bounds('rto.any'),
  all: bounds('rto.all'),
  performance: bounds('rto.performance'),
  redundancy: bounds('rto.redundancy'),
};

/** A bound in ms on every single outage after a blow: on what it costs to go, and to come back. */
export const longestOutage = bounds('longest-outage');

/** Recovery point objective: a bound in ms on how far back acknowledged data may be gone. */
export const rpo = bounds('rpo');

/** Every acknowledged write is there in the end, on every node; messages unless they were consumed. */
export const nothingLost: Expectation = { measure: 'lost-writes', atMost: 0 };

/** Nothing is there that failed or was never sent. */
export const noPhantoms: Expectation = { measure: 'phantoms', atMost: 0 };

/** All nodes hold the same in the end. */
export const nothingDiverged: Expectation = { measure: 'divergence', atMost: 0 };

/** Nothing is there, or was consumed, more often than it was sent. */
export const noDuplicates: Expectation = { measure: 'duplicates', atMost: 0 };

/** What a read held is in every read after it. */
export const noFlicker: Expectation = { measure: 'flicker', atMost: 0 };

/** Every read holds all that had been acknowledged before it began. */
export const noStaleReads: Expectation = { measure: 'stale-reads', atMost: 0 };

/** No message comes to a consumer after a later one of its producer. */
export const inOrder: Expectation = { measure: 'out-of-order', atMost: 0 };

/** No object is found with contents that no write of it had. */
export const nothingCorrupt: Expectation = { measure: 'corrupt-objects', atMost: 0 };

/** No request is answered by a backend that must not answer. */
export const noMisrouted: Expectation = { measure: 'misrouted', atMost: 0 };

/** How many requests may certainly not be served, over the whole run. */
export const failedRequests = bounds('failed-requests');

/** How many fetches may not find what had been stored, over the whole run. */
export const cacheMisses = bounds('cache-misses');

/** Every register behaves as if each operation took effect at one instant. */
export const linearizable: Expectation = { measure: 'linearizability', atMost: 0 };

/** No transaction shows what its isolation level forbids. */
export const noAnomalies: Expectation = { measure: 'transaction-anomalies', atMost: 0 };

/** No read of all accounts shows a wrong total or a negative balance. */
export const noBankErrors: Expectation = { measure: 'bank-errors', atMost: 0 };

/** At no time do two machines act as primary. */
export const twoPrimaries = {
  never: { measure: 'two-primaries', atMost: 0 } satisfies Expectation,
};

/** The share of operations that must be answered in time, in percent, since blows began. */
export const availability = {
  atLeast: (percent: number): Expectation => ({
    measure: 'unavailability',
    atMost: Number((100 - percent).toFixed(9)),
  }),
};

/** Bounds in ms on the 99th percentile of latency, from the due time. */
export const latency = {
  before: bounds('latency.before'),
  during: bounds('latency.during'),
  after: bounds('latency.after'),
};

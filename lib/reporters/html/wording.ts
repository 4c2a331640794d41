/** How a fault is spoken of. */
export interface FaultWords {
  readonly noun: string;
  /** From `galera-2` makes `galera-2 was killed`. */
  readonly done: (machines: readonly string[]) => string;
}

const were = (machines: readonly string[]): string => (machines.length > 1 ? 'were' : 'was');
const their = (machines: readonly string[]): string => (machines.length > 1 ? 'their' : 'its');

const passive =
  (participle: string): FaultWords['done'] =>
  (machines) =>
    `${listed(machines)} ${were(machines)} ${participle}`;

const faults: Readonly<Record<string, FaultWords>> = {
  kill: { noun: 'kill', done: passive('killed') },
  stop: { noun: 'stop', done: passive('stopped') },
  pause: { noun: 'pause', done: passive('frozen') },
  partition: { noun: 'partition', done: passive('cut off') },
  'power-cycle': { noun: 'power cut', done: (machines) => `${listed(machines)} lost power` },
  degrade: {
    noun: 'degraded network',
    done: (machines) => `${listed(machines)} had ${their(machines)} network degraded`,
  },
  'clock-skew': {
    noun: 'clock skew',
    done: (machines) => `${listed(machines)} had ${their(machines)} clock moved`,
  },
  'disk-full': {
    noun: 'full disk',
    done: (machines) => `${listed(machines)} had ${their(machines)} disk filled`,
  },
  none: {
    noun: 'no fault',
    done: (machines) => `${listed(machines)} ${were(machines)} left alone`,
  },
};

/** The words for a fault; one that this page has not heard of is called by its own name. */
export function faultWords(fault: string): FaultWords {
  return faults[fault] ?? { noun: fault, done: passive(`hit by ${fault}`) };
}

const vocabularies: Readonly<Record<string, string>> = {
  set: 'writes',
  bank: 'transfers',
  queue: 'messages',
  requests: 'requests',
  objects: 'objects',
};

/** What the operations of a vocabulary are called, in the plural. */
export function operationWords(vocabulary: string): string {
  return vocabularies[vocabulary] ?? `${vocabulary} operations`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[]): string {
  return new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(words);
}

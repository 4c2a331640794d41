/** How a fault is spoken of. */
export interface FaultWords {
  readonly noun: string;
  /** From `galera-2` makes `galera-2 was killed`. */
  readonly done: (machines: readonly string[]) => string;
  /** When the last of them was well again, after `for 5.00 s`; `healed` if there is no better word. */
  readonly over?: (machines: readonly string[]) => string;
}

const were = (machines: readonly string[]): string => (machines.length > 1 ? 'were' : 'was');
const their = (machines: readonly string[]): string => (machines.length > 1 ? 'their' : 'its');

const passive =
  (participle: string): FaultWords['done'] =>
  (machines) =>
    `${listed(machines)} ${were(machines)} ${participle}`;

/** From `galera-2` and `disk filled` makes `galera-2 had its disk filled`. */
const had =
  (what: string): FaultWords['done'] =>
  (machines) =>
    `${listed(machines)} had ${their(machines)} ${what}`;

const back = (machines: readonly string[]): string =>
  machines.length > 1 ? 'the last back' : 'back';

const faults: Readonly<Record<string, FaultWords>> = {
  kill: { noun: 'kill', done: passive('killed') },
  stop: { noun: 'stop', done: passive('stopped') },
  restart: { noun: 'restart', done: passive('restarted') },
  pause: { noun: 'pause', done: passive('frozen') },
  'power-cycle': {
    noun: 'power cut',
    done: (machines) => `${listed(machines)} lost power`,
    over: back,
  },
  reboot: { noun: 'reboot', done: passive('rebooted') },
  partition: { noun: 'partition', done: passive('cut off') },
  unplug: { noun: 'unplugged network', done: had('network unplugged') },
  degrade: { noun: 'degraded network', done: had('network degraded') },
  reset: { noun: 'reset connections', done: had('connections reset') },
  'clock-skew': { noun: 'clock skew', done: had('clock moved') },
  'disk-full': { noun: 'full disk', done: had('disk filled') },
  'disk-read-only': { noun: 'read-only disk', done: had('disk made read-only') },
  'disk-slow': { noun: 'slow disk', done: had('disk slowed down') },
  'disk-error': { noun: 'disk errors', done: had('disk fail') },
  'cpu-starve': { noun: 'starved processor', done: had('processors taken') },
  'memory-squeeze': { noun: 'squeezed memory', done: had('memory taken') },
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
  tcp: 'connections',
  objects: 'objects',
  block: 'blocks',
  register: 'register operations',
  'list-append': 'transactions',
};

/** What the operations of a vocabulary are called, in the plural. */
export function operationWords(vocabulary: string): string {
  return vocabularies[vocabulary] ?? `${vocabulary} operations`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[]): string {
  return new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(words);
}

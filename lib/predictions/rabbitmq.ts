import { readFileSync } from 'node:fs';
import { fixtureFolder } from '../core/package-folder.ts';
import type { PredictedPart, Prediction } from './galera.ts';
import { type Layers, layeredFiles } from './layers.ts';

/** Erlang's kernel application, net_ticktime; RabbitMQ leaves it at that. */
const DEFAULT_TICK_TIME_S = 60;

/** A mirror takes over when its node has heard that the leader's is down; measured here: 0.1 to 0.6 s. */
const PROMOTION_MS = 1_000;

/** How long a client of suites/rabbitmq waits for an answer, and then for a connection. */
const GIVES_UP_AFTER_MS = 2_000;

/** oslo.messaging's kombu_reconnect_delay, before the next host. */
const RECONNECT_DELAY_MS = 1_000;

/** How often a node that pauses looks for the others: rabbit_node_monitor, RABBIT_DOWN_PING_INTERVAL. */
const PING_MS = 1_000;

/** TCP repeats the first packet of a connection after 1, 2 and 4 s; a try that is older has ended (7 s). */
const REPEATED_CONNECT_MS = 4_000;

/** A node that pauses stops its broker, and starts it again in the same process; measured: 5.1 to 10.1 s, 0.4 to 1 s. */
const PAUSING_MS = 11_000;
const RESUMING_MS = 2_000;

/** What clients wait for beside a leader. */
const clientsBack: readonly PredictedPart[] = [
  { part: 'clients back', knob: 'timeout of a call in flight', minMs: 0, maxMs: GIVES_UP_AFTER_MS },
  {
    part: 'clients back',
    knob: 'kombu_reconnect_delay, and one host that is away',
    minMs: 0,
    maxMs: GIVES_UP_AFTER_MS + RECONNECT_DELAY_MS,
  },
];

/**
 * How long a queue is away when its leader's machine goes silent: without power, or cut off. The
 * others give it up when it has been silent for net_ticktime, give or take a quarter (Erlang, kernel:
 * net_ticktime), and a mirror takes over. A client that waits for an answer at that time may try the
 * silent machine next.
 *
 * @param config the operator's folder of *.conf files; fixtures/rabbitmq if it is not given
 */
export function predictRabbitmqSilence(config?: Layers): Prediction {
  return predictionOf([detection(config), ...afterDetection]);
}

/** How often members of quorum queues ask their detector of silent nodes, ms (RabbitMQ's raft.*). */
const DEFAULT_POLL_INTERVAL_MS = 5_000;

/** Its heartbeats come every 100 ms; more than 1.5 times the usual pause is suspect (aten, defaults). */
const SUSPECT_AFTER_MS = 150;

/** Ra, election_timeout_action: a random part of 10 broadcast times (100 ms), after a whole poll interval. */
const RANDOM_WAIT_MS = 1_000;

/** The same where the connection is gone: one broadcast time, and a random part of 5. */
const SHORT_WAIT = { minMs: 100, maxMs: 600 };

/**
 * The same of a quorum queue. Its members have a detector of their own beside net_ticktime: it is asked
 * every poll interval, and what it suspects has another one to come back before they elect a leader. So
 * long as net_ticktime is not short, it has no part in that.
 *
 * @param config the operator's folder of *.conf files; fixtures/rabbitmq-4 if it is not given
 */
export function predictRabbitmqQuorumSilence(
  config: Layers = fixtureFolder('rabbitmq-4'),
): Prediction {
  const pollMs = pollIntervalMs(config);
  const bySilence = predictionOf([
    { part: 'detected', knob: POLL_INTERVAL, minMs: 0, maxMs: pollMs + SUSPECT_AFTER_MS },
    { part: 'decided', knob: POLL_INTERVAL, minMs: pollMs, maxMs: pollMs + RANDOM_WAIT_MS },
    ...clientsBack,
  ]);
  const byTick = predictionOf([
    detection(config),
    { part: 'decided', knob: 'election of a leader', ...SHORT_WAIT },
    ...clientsBack,
  ]);
  return bySilence.maxMs <= byTick.maxMs ? bySilence : byTick;
}

/**
 * How long it is away when the leader's process dies: its peers see their connections close. A quorum
 * queue elects within the time that a mirror takes (Ra: 0.1 to 0.6 s).
 */
export function predictRabbitmqKill(): Prediction {
  return predictionOf(afterDetection);
}

/** How long after a cut a node without a majority has stopped (pause_minority): until then it takes part. */
export function predictRabbitmqPause(config?: Layers): Prediction {
  return predictionOf([
    detection(config),
    { part: 'decided', knob: 'end of the broker', minMs: 0, maxMs: PAUSING_MS },
  ]);
}

export interface RabbitmqCut {
  /** For how long nodes are cut from each other. */
  readonly cutMs: number;
  /** The operator's folder of *.conf files; fixtures/rabbitmq if it is not given. */
  readonly config?: Layers;
}

/**
 * How long after the end of a cut a queue is away that needed a node which paused (pause_minority): that
 * stops its broker to the end, sees the others again, and starts.
 */
export function predictRabbitmqReturn({ cutMs, config }: RabbitmqCut): Prediction {
  const lateMs = Math.max(0, predictRabbitmqPause(config).maxMs - cutMs);
  return predictionOf([
    { part: 'decided', knob: 'pause_minority', minMs: 0, maxMs: lateMs },
    { part: 'detected', knob: 'ping of nodes that are away', minMs: 0, maxMs: PING_MS },
    { part: 'detected', knob: 'repeated connect', minMs: 0, maxMs: REPEATED_CONNECT_MS },
    { part: 'decided', knob: 'start of the broker', minMs: 0, maxMs: RESUMING_MS },
    ...afterDetection,
  ]);
}

const afterDetection: readonly PredictedPart[] = [
  { part: 'decided', knob: 'promotion of a mirror', minMs: 0, maxMs: PROMOTION_MS },
  ...clientsBack,
];

const predictionOf = (parts: readonly PredictedPart[]): Prediction => ({
  minMs: parts.reduce((sum, { minMs }) => sum + minMs, 0),
  maxMs: parts.reduce((sum, { maxMs }) => sum + maxMs, 0),
  parts,
});

function detection(config: Layers = fixtureFolder('rabbitmq')): PredictedPart {
  const tickMs = tickTimeSeconds(config) * 1_000;
  return { part: 'detected', knob: 'net_ticktime', minMs: 0.75 * tickMs, maxMs: 1.25 * tickMs };
}

const POLL_INTERVAL = 'raft.adaptive_failure_detector.poll_interval';

const tickTimeSeconds = (folder: Layers): number =>
  lastNumber(folder, 'net_ticktime', 'seconds') ?? DEFAULT_TICK_TIME_S;

const pollIntervalMs = (folder: Layers): number =>
  lastNumber(folder, POLL_INTERVAL, 'milliseconds') ?? DEFAULT_POLL_INTERVAL_MS;

/** A key's last value in the folder's files, in the order in which RabbitMQ reads them. */
function lastNumber(layers: Layers, key: string, unit: string): number | undefined {
  const line = new RegExp(`^\\s*${key.replaceAll('.', '\\.')}\\s*=\\s*(\\S+)`, 'gm');
  const texts = [...layeredFiles(layers)]
    .filter(([name]) => name.endsWith('.conf'))
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([, path]) => readFileSync(path, 'utf8'));
  const text = texts.flatMap((one) => [...one.matchAll(line)].map(([, value]) => value)).at(-1);
  if (text === undefined) return undefined;
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new RangeError(`${key}: expected ${unit}, found '${text}'`);
}

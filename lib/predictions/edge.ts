import { fixtureFolder } from '../core/package-folder.ts';
import { parseHaproxy, parseKeepalived, type Timers } from './edge-timers.ts';
import type { PredictedPart, Prediction } from './galera.ts';

/** What goes away, and how: processes that are gone refuse, machines that are gone are silent. */
export type EdgeLoss =
  /** The machine that holds the address: cleanly stopped, its processes killed, or without power. */
  | 'holder-stopped'
  | 'holder-killed'
  | 'holder-silent'
  /** HAProxy alone, where the address is: killed, or frozen. */
  | 'haproxy-killed'
  | 'haproxy-frozen'
  /** A backend: its process killed, its machine without power, or its process hanging. */
  | 'backend-killed'
  | 'backend-silent'
  | 'backend-hangs';

export interface EdgePredictionOptions {
  /** The operator's folders, each on top of the one before; fixtures/edge if they are not given. */
  readonly folders?: readonly string[] | undefined;
  /** VRRP priority of the machine that is to take over. */
  readonly backupPriority?: number;
}

/** That of the machine with the second highest, in lib/systems/edge. */
const SECOND_PRIORITY = 150;

/** A lane repeats a connection that nobody accepts after 500 ms, and waits 50 ms in between. */
const CLIENT_MS = 550;

/** One run of a check script, and one announcement. */
const NOISE_MS = 100;

/**
 * How long requests go wrong when a part of the edge is lost. The address and the backends are
 * noticed independently of each other: the later one counts.
 *
 * VRRP: RFC 5798 6.1 (version 3) and RFC 3768 6.1 (version 2): Master_Down_Interval. HAProxy:
 * configuration manual 5.2, fall, inter, fastinter; 4.2, timeout check.
 */
export function predictEdgeLoss(loss: EdgeLoss, options: EdgePredictionOptions = {}): Prediction {
  const { folders = [fixtureFolder('edge')], backupPriority = SECOND_PRIORITY } = options;
  const timers = { ...parseKeepalived(folders, backupPriority), ...parseHaproxy(folders) };
  const chains = chainsOf(loss, timers);
  const longest = chains.toSorted((one, other) => sum(other, 'maxMs') - sum(one, 'maxMs'))[0] ?? [];
  const parts = [...longest, part('clients back', 'connect timeout and back-off', 0, CLIENT_MS)];
  return {
    minMs: Math.max(...chains.map((chain) => sum(chain, 'minMs'))),
    maxMs: sum(parts, 'maxMs'),
    parts,
  };
}

function chainsOf(loss: EdgeLoss, timers: Timers): readonly (readonly PredictedPart[])[] {
  switch (loss) {
    case 'holder-stopped':
      return [[skew(timers)], refused(timers)];
    case 'holder-killed':
      return [masterDown(timers), refused(timers)];
    case 'holder-silent':
      return [masterDown(timers), silent(timers)];
    case 'haproxy-killed':
      return [[...scriptFails(timers, NOISE_MS), skew(timers)]];
    case 'haproxy-frozen':
      return [[...scriptFails(timers, timers.scriptTimeoutMs), skew(timers)]];
    case 'backend-killed':
      return [refused(timers)];
    case 'backend-silent':
      return [silent(timers)];
    case 'backend-hangs':
      return [hangs(timers)];
  }
}

/** Nothing was heard for so long since the last announcement, which was up to advert_int ago. */
const masterDown = (timers: Timers): readonly PredictedPart[] => [
  part(
    'detected',
    'advert_int',
    (timers.downAdverts - 1) * timers.advertMs,
    timers.downAdverts * timers.advertMs,
  ),
  skew(timers),
];

/** Whoever has the higher priority waits less, so that only one takes over. */
const skew = ({ skewMs }: Timers): PredictedPart =>
  part('decided', 'priority', skewMs, skewMs + NOISE_MS);

/**
 * The next run is due within the interval, and the others follow; each takes its time to fail. One
 * that is due while the one before is still running is left out.
 */
function scriptFails(
  { scriptIntervalMs, scriptFall }: Timers,
  costMs: number,
): readonly PredictedPart[] {
  const repeatMs = (Math.floor(costMs / scriptIntervalMs) + 1) * scriptIntervalMs;
  return [
    part('detected', 'vrrp_script interval', 0, scriptIntervalMs + costMs),
    part(
      'detected',
      'vrrp_script fall',
      (scriptFall - 1) * scriptIntervalMs,
      (scriptFall - 1) * repeatMs,
    ),
  ];
}

/** Requests that meet it are passed to another server at once, or wait until it is marked down. */
const refused = (timers: Timers): readonly PredictedPart[] => checksFail(timers, 0);

/** Every check waits for its connection first. */
const silent = (timers: Timers): readonly PredictedPart[] =>
  checksFail(timers, Math.min(timers.connectMs, timers.interMs));

/** The kernel accepts the connection of a check, and nobody answers it. */
const hangs = (timers: Timers): readonly PredictedPart[] => checksFail(timers, timers.checkMs);

function checksFail(
  { interMs, fastInterMs, fall }: Timers,
  costMs: number,
): readonly PredictedPart[] {
  return [
    part('detected', 'inter', 0, interMs + costMs),
    part('detected', 'fall', 0, (fall - 1) * (fastInterMs + costMs)),
  ];
}

const part = (
  name: PredictedPart['part'],
  knob: string,
  minMs: number,
  maxMs: number,
): PredictedPart => ({ part: name, knob, minMs, maxMs });

const sum = (parts: readonly PredictedPart[], end: 'minMs' | 'maxMs'): number =>
  parts.reduce((total, one) => total + one[end], 0);

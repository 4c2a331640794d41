import { readFileSync } from 'node:fs';
import { fixtureFolder } from '../core/package-folder.ts';
import { type Layers, layeredFiles } from './layers.ts';

/** One part of a recovery time, and the knob that owns it. */
export interface PredictedPart {
  readonly part: 'detected' | 'decided' | 'clients back';
  readonly knob: string;
  readonly minMs: number;
  readonly maxMs: number;
}

export interface Prediction {
  readonly minMs: number;
  readonly maxMs: number;
  readonly parts: readonly PredictedPart[];
}

/** Galera's own defaults: Galera Cluster documentation, Galera parameters. */
const defaults: Readonly<Record<string, string>> = {
  'evs.suspect_timeout': 'PT5S',
  'evs.inactive_check_period': 'PT0.5S',
  'evs.join_retrans_period': 'PT1S',
  'evs.keepalive_period': 'PT1S',
};

/** A lane reconnects after at most this: its back-off and one login. */
const CLIENT_MS = 250;

/** A lane gives a silent node up after this: workloads wait for a second unless told otherwise. */
const CLIENT_TIMEOUT_MS = 1_000;

/**
 * How long writes stop when one of at least three nodes dies: the others suspect it after
 * suspect_timeout, checked every inactive_check_period, and agree on a view without it by join
 * messages. Measured here: 5.0 s to 7.5 s at the defaults, and 11.4 s where they disagreed at first,
 * once in 60 cuts.
 *
 * @param config the operator's folder of *.cnf files, or several on top of each other; fixtures/galera if
 *   it is not given
 */
export function predictGaleraLoss(config: Layers = fixtureFolder('galera')): Prediction {
  return predicted([
    ...eviction(config),
    { part: 'clients back', knob: 'reconnect back-off', minMs: 0, maxMs: CLIENT_MS },
  ]);
}

/**
 * The same where the node is silent, not dead: who tries it just then, instead of the others, is
 * told nothing until its own time is up.
 */
export function predictGaleraSilence(config: Layers = fixtureFolder('galera')): Prediction {
  return predicted([
    ...eviction(config),
    { part: 'clients back', knob: 'connect timeout', minMs: 0, maxMs: CLIENT_TIMEOUT_MS },
    { part: 'clients back', knob: 'reconnect back-off', minMs: 0, maxMs: CLIENT_MS },
  ]);
}

/**
 * How many repetitions of join messages agreement may take. Galera does not send again what it holds
 * back at once (join_rate_limit), nor when it comes to suspect a node itself: the next repetition
 * carries it. A second one is needed where one node had messages that another lacked, or where the
 * repetitions of two nodes cross: gcomm/src/evs_proto.cpp of Galera 4.
 */
const JOIN_REPETITIONS = 2;

/** Who joins looks every half second whether it is in (PC::connect, gcomm/src/pc.cpp); all wait for it. */
const JOINER_LOOKS_EVERY_MS = 500;

/**
 * How long a node that joins holds writers up: all agree on a view with it, tell each other where they are
 * in that view, save it, and then wait until the node has noticed. What one tells before another has the
 * view is dropped there, and said again with the next keepalive (handle_user, handle_gap and
 * handle_retrans_timer in gcomm/src/evs_proto.cpp).
 *
 * Measured here: 0.5, 1.5 (mostly) or 2.5 s in 9 joins at the defaults, 3.0 s once beside another cluster
 * on the same disk, 3.5 s once of which 1.0 s was that keepalive (all had
 * the view 2.0 s after writers stopped, and what was told in it 1.0 s later), and 0.5 to 1.7 s in 6 where join messages are
 * repeated every 0.3 s.
 */
export function predictGaleraJoin(config: Layers = fixtureFolder('galera')): Prediction {
  const options = providerOptions(config);
  return predicted([
    {
      part: 'decided',
      knob: 'evs.join_retrans_period',
      minMs: 0,
      maxMs: JOIN_REPETITIONS * optionMs(options, 'evs.join_retrans_period'),
    },
    {
      part: 'decided',
      knob: 'evs.keepalive_period',
      minMs: 0,
      maxMs: optionMs(options, 'evs.keepalive_period'),
    },
    { part: 'decided', knob: 'none: fixed', minMs: 0, maxMs: JOINER_LOOKS_EVERY_MS },
    saved(options),
    { part: 'clients back', knob: 'reconnect back-off', minMs: 0, maxMs: CLIENT_MS },
  ]);
}

/** A new view is flushed to the disk (gvwstate.dat) before it is used: measured, up to 0.41 s on a busy one. */
const SAVED_MS = 500;

/**
 * Until the others go on without a node. A keepalive may be needed here, too (predictGaleraJoin): that
 * second is within what disagreement adds, and both at once were not seen in some 60 cuts.
 */
function eviction(config: Layers): readonly PredictedPart[] {
  const options = providerOptions(config);
  const suspect = optionMs(options, 'evs.suspect_timeout');
  const check = optionMs(options, 'evs.inactive_check_period');
  const join = optionMs(options, 'evs.join_retrans_period');
  // The first to suspect puts the others' own check off by a whole period: usually over before the
  // first repetition, which is what carries their suspicion.
  const putOff = join < check ? check : 0;
  return [
    { part: 'detected', knob: 'evs.suspect_timeout', minMs: suspect, maxMs: suspect },
    { part: 'detected', knob: 'evs.inactive_check_period', minMs: 0, maxMs: check + putOff },
    {
      part: 'decided',
      knob: 'evs.join_retrans_period',
      minMs: 0,
      maxMs: JOIN_REPETITIONS * join,
    },
    {
      part: 'decided',
      knob: 'evs.suspect_timeout, where peers disagree',
      minMs: 0,
      maxMs: disagreementMs(suspect, join),
    },
    saved(options),
  ];
}

/**
 * By how much longer peers may disagree than repetitions of join messages take. Where the lost node’s last
 * messages reached one of them only, that one hands them on, and they count as a sign of life: the other
 * does not suspect the node before it has been silent for suspect_timeout once more, and follows the first
 * as late, at the next repetition (asymmetry_elimination and the timestamps of handle_user in
 * gcomm/src/evs_proto.cpp).
 */
const disagreementMs = (suspect: number, join: number): number =>
  Math.max(0, suspect + join - JOIN_REPETITIONS * join);

const saved = (options: Readonly<Record<string, string>>): PredictedPart => ({
  part: 'decided',
  knob: 'pc.recovery',
  minMs: 0,
  maxMs: savesView(options) ? SAVED_MS : 0,
});

const savesView = (options: Readonly<Record<string, string>>): boolean =>
  !/^(no|off|false|0)$/i.test(options['pc.recovery'] ?? 'yes');

const predicted = (parts: readonly PredictedPart[]): Prediction => ({
  minMs: parts.reduce((sum, { minMs }) => sum + minMs, 0),
  maxMs: parts.reduce((sum, { maxMs }) => sum + maxMs, 0),
  parts,
});

/** The last wsrep_provider_options of the files in the order in which MariaDB reads them. */
function providerOptions(layers: Layers): Readonly<Record<string, string>> {
  const texts = [...layeredFiles(layers)]
    .filter(([name]) => name.endsWith('.cnf'))
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([, path]) => readFileSync(path, 'utf8'));
  const values = texts.flatMap((text) =>
    [...text.matchAll(/^\s*wsrep[_-]provider[_-]options\s*=\s*"?([^"\n]*)"?/gm)].map(
      ([, value]) => value,
    ),
  );
  const pairs = (values.at(-1) ?? '')
    .split(';')
    .map((pair) => pair.split('=').map((side) => side.trim()));
  return Object.fromEntries(
    pairs.flatMap(([name, value]) => (name && value ? [[name, value]] : [])),
  );
}

/** An ISO 8601 duration as Galera takes it: PT5S, PT0.5S, PT1M30S. */
function optionMs(options: Readonly<Record<string, string>>, name: string): number {
  const text = options[name] ?? defaults[name] ?? '';
  const [, minutes = '0', seconds = '0'] = text.match(/^PT(?:(\d+)M)?(?:([\d.]+)S)?$/) ?? [];
  const ms = (Number(minutes) * 60 + Number(seconds)) * 1_000;
  if (ms > 0) return ms;
  throw new RangeError(`${name}: expected a duration like PT5S, found '${text}'`);
}

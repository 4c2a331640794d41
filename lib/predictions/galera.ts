import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fixtureFolder } from '../core/package-folder.ts';

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
};

/** A lane reconnects after at most this: its back-off and one login. */
const CLIENT_MS = 250;

/**
 * How long writes stop when one of at least three nodes dies: the others suspect it after
 * suspect_timeout, checked every inactive_check_period, and agree on a view without it at once or
 * with the next repetition of their join messages. Measured here: 5.4 s to 6.5 s at the defaults.
 *
 * @param config the operator's folder of *.cnf files; fixtures/galera if it is not given
 */
export function predictGaleraLoss(config: string = fixtureFolder('galera')): Prediction {
  const options = providerOptions(config);
  const suspect = optionMs(options, 'evs.suspect_timeout');
  const check = optionMs(options, 'evs.inactive_check_period');
  const join = optionMs(options, 'evs.join_retrans_period');
  const parts: readonly PredictedPart[] = [
    { part: 'detected', knob: 'evs.suspect_timeout', minMs: suspect, maxMs: suspect },
    { part: 'detected', knob: 'evs.inactive_check_period', minMs: 0, maxMs: check },
    { part: 'decided', knob: 'evs.join_retrans_period', minMs: 0, maxMs: join },
    { part: 'clients back', knob: 'reconnect back-off', minMs: 0, maxMs: CLIENT_MS },
  ];
  return {
    minMs: parts.reduce((sum, { minMs }) => sum + minMs, 0),
    maxMs: parts.reduce((sum, { maxMs }) => sum + maxMs, 0),
    parts,
  };
}

/** The last wsrep_provider_options of the folder's files in the order in which MariaDB reads them. */
function providerOptions(folder: string): Readonly<Record<string, string>> {
  const texts = readdirSync(folder)
    .filter((name) => name.endsWith('.cnf'))
    .toSorted()
    .map((name) => readFileSync(join(folder, name), 'utf8'));
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

import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';
import { monotonicClock } from '../core/clock.ts';
import { HarnessError, UsageError } from '../core/errors.ts';
import { eventually, type Look } from '../core/eventually.ts';
import type { Json } from '../core/history.ts';
import { packageFolder } from '../core/package-folder.ts';
import { withProfile } from '../core/profile.ts';
import type { Scenario } from '../core/scenario.ts';
import { assertConfigurable, type Configs, withConfig } from '../core/with-config.ts';
import type { Environment } from '../engine/endpoint.ts';
import { newSeed } from '../harness/run-id.ts';
import type { WrittenDocument } from '../scenarios/document.ts';
import { documentOf } from '../scenarios/document-of.ts';
import { scenarioInWords, topologyInWords } from '../scenarios/in-words.ts';
import type { Named } from '../scenarios/named.ts';
import { readScenario } from '../scenarios/read-scenario.ts';
import { written } from '../scenarios/write-scenario.ts';
import { type Claim, keeperLogIn, socketIn } from './clusters.ts';
import { usualLoad } from './usual-load.ts';

/** What is to be brought up, as a command line says it. */
export interface Wanted {
  /** A topology by its name, or a file of a scenario, of which all is taken but the schedule and what is expected. */
  readonly what: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly name: string | undefined;
  readonly load: Claim['load'];
  readonly clock: Claim['clock'];
  readonly seed: number | undefined;
  readonly config: Configs;
  readonly profile: string | undefined;
  readonly reports: string;
}

/** What is to be claimed, and the scenario that it means; refuses what could not be brought up. */
export function planCluster(wanted: Wanted): {
  readonly asked: Omit<Claim, 'protocol' | 'owner'>;
  readonly scenario: Scenario;
} {
  const { load, clock, seed = newSeed(), profile, reports, config } = wanted;
  const { usually, ...told } = said(wanted);
  const name = wanted.name ?? usually;
  assertName(name);
  const { document, scenario } = scenarioInWords({
    ...{ name: `${name}-by-hand`, title: `${usually}, by hand`, ...told },
    ...{ schedule: [], expect: [] },
  });
  assertConfigurable([scenario], config);
  withConfig(profile === undefined ? scenario : withProfile(scenario, profile), config);
  const folders = Object.entries(config).map(([system, folder]) => [system, resolve(folder)]);
  return {
    asked: {
      ...{
        name,
        load,
        clock,
        seed,
        reports: resolve(reports),
        config: Object.fromEntries(folders),
      },
      ...(profile === undefined ? {} : { profile }),
      document: written(document, '/') as Json,
    },
    scenario,
  };
}

/** Rejects what no folder, scenario and command could be called by. */
export function assertName(name: string): void {
  if (/^[a-z][a-z0-9-]{0,39}$/.test(name)) return;
  throw new UsageError(`--name: expected small letters, digits and '-', found '${name}'`, {
    hint: 'For example --name incident-42.',
  });
}

interface Said {
  readonly topology: Named;
  readonly workloads: readonly Named[];
  readonly timing?: WrittenDocument['timing'];
  /** What it is called unless told otherwise. */
  readonly usually: string;
}

function said({ what, settings }: Wanted): Said {
  if (!/\.(ya?ml|json)$/.test(what)) {
    const topology = { [what]: settings };
    return { topology, workloads: usualLoad(topologyInWords(topology)), usually: what };
  }
  if (Object.keys(settings).length > 0) {
    throw new UsageError(`${what}: expected no settings beside a file, which has its own`, {
      hint: 'Change the file, or bring a topology up by its name.',
    });
  }
  const scenario = readScenario(what);
  const document = documentOf(scenario);
  if ('because' in document) throw new RangeError(`${what}: ${document.because.join('; ')}`);
  // As a command line has folders, which are read below.
  const { topology, workloads, timing } = written(document, process.cwd());
  return {
    ...{ topology, workloads, usually: scenario.name },
    ...(timing === undefined ? {} : { timing }),
  };
}

/** It loads its own code and looks for a socket to listen at: no more than that. */
const LISTENS_WITHIN_MS = 30_000;

/** Starts the process that keeps a claimed cluster, detached from this one; takes orders when it resolves. */
export async function startKeeper(place: string, env: Environment): Promise<void> {
  const log = openSync(keeperLogIn(place), 'a', 0o600);
  const keeper = spawn(
    process.execPath,
    [join(packageFolder, 'bin', 'blackstart.js'), 'keeper', place],
    { detached: true, env: { ...env }, stdio: ['ignore', log, log] },
  );
  closeSync(log);
  let ended: string | undefined;
  keeper.once('error', ({ message }) => {
    ended = message;
  });
  keeper.once('exit', (code, signal) => {
    ended = `it ended with ${signal ?? `code ${code}`}`;
  });
  const look = async (): Promise<Look<true>> => {
    if (await listens(socketIn(place))) return { done: true };
    if (ended === undefined) return { state: 'nobody listens' };
    const words = readFileSync(keeperLogIn(place), 'utf8').trim();
    throw new HarnessError('KEEPER', `the process that was to keep it did not start: ${ended}`, {
      hint: words === '' ? 'It said nothing.' : `It said:\n${words}`,
    });
  };
  try {
    await eventually('the keeper takes orders', look, {
      clock: monotonicClock,
      withinMs: LISTENS_WITHIN_MS,
      hint: 'This host is too busy for anything to be measured on it.',
    });
  } catch (error) {
    // Nobody would know of it any more.
    keeper.kill();
    throw error;
  }
  keeper.unref();
}

const listens = (path: string): Promise<boolean> =>
  new Promise((settle) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      settle(true);
    });
    socket.once('error', () => settle(false));
  });

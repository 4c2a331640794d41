import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { attachedProjectSchema } from '../core/attached-project.ts';
import { HarnessError, messageOf, UsageError } from '../core/errors.ts';
import type { Environment } from '../engine/endpoint.ts';
import { ownerState, thisProcess } from '../engine/owner.ts';
import { journalFolder } from '../harness/journal-file.ts';
import { replaceFile } from '../harness/replace-file.ts';

/** What is said between processes of one release; another one's is refused. */
export const PROTOCOL = 1;

/** What was asked for, as the command that claims a name writes it down. */
const claimSchema = z.object({
  protocol: z.int(),
  name: z.string(),
  /** The process that claimed the name; it starts the keeper. */
  owner: z.string(),
  document: z.json().describe('As a file of scenarios has it, folders absolute.'),
  load: z.enum(['usual', 'none']),
  clock: z.enum(['plain', 'skewable']),
  seed: z.int(),
  config: z.record(z.string(), z.string()),
  profile: z.string().optional(),
  reports: z.string(),
  /** In place of the document: what somebody else has started. */
  project: attachedProjectSchema.optional(),
});

/** Who keeps the cluster; the run is known as soon as it begins. */
const keeperSchema = z.object({
  owner: z.string(),
  run: z.string().optional(),
  folder: z.string().optional(),
});

/** What became of a run while nobody waited for it. */
const endedSchema = z.object({ message: z.string(), hint: z.string() });

export type Claim = z.infer<typeof claimSchema>;
export type Keeper = z.infer<typeof keeperSchema>;
export type Ended = z.infer<typeof endedSchema>;

/** A cluster as it is written down, whether or not anybody keeps it. */
export interface Cluster {
  readonly name: string;
  /** Where what is known of it lies. */
  readonly place: string;
  readonly claim: Claim;
  readonly keeper: Keeper | undefined;
  readonly ended: Ended | undefined;
  /** `dead`: whoever kept it is gone, and has not said why. */
  readonly state: 'alive' | 'dead' | 'ended';
}

const CLAIM = 'claim.json';
const KEEPER = 'keeper.json';
const ENDED = 'ended.json';

/** Where orders are taken. */
export const socketIn = (place: string): string => join(place, 'socket');

/** What a keeper says where nobody listens. */
export const keeperLogIn = (place: string): string => join(place, 'keeper.log');

/** The longest path that a Unix socket may have: unix(7), without the zero at its end. */
const SOCKET_PATH_BYTES = 107;

/** Every cluster that somebody has brought up and nobody has taken down, on this account. */
export const clusters = (env: Environment): readonly Cluster[] =>
  foldersIn(journalFolder(env))
    .toSorted()
    .flatMap((name) => readCluster(join(journalFolder(env), name)) ?? []);

/** What is written down at a place; undefined where that is no cluster. */
export function readCluster(place: string): Cluster | undefined {
  const claim = readJson(join(place, CLAIM), claimSchema);
  if (claim === undefined) return undefined;
  const keeper = readJson(join(place, KEEPER), keeperSchema);
  const ended = readJson(join(place, ENDED), endedSchema);
  const isAlive = ownerState((keeper ?? claim).owner) === 'alive';
  const state = ended !== undefined ? 'ended' : isAlive ? 'alive' : 'dead';
  return { name: claim.name, place, claim, keeper, ended, state };
}

/**
 * Writes down what is asked for, in a folder of its own that nobody else may read: of two who want one
 * name, one gets it.
 */
export function claimName(asked: Omit<Claim, 'protocol' | 'owner'>, env: Environment): string {
  const parent = journalFolder(env);
  const place = join(parent, asked.name);
  const hint = 'Name another folder for state in XDG_STATE_HOME.';
  if (Buffer.byteLength(socketIn(place)) > SOCKET_PATH_BYTES) {
    const found = `${socketIn(place)} has ${Buffer.byteLength(socketIn(place))}`;
    throw new UsageError(
      `expected a socket's path of at most ${SOCKET_PATH_BYTES} bytes, ${found}`,
      { hint },
    );
  }
  try {
    mkdirSync(parent, { recursive: true });
    mkdirSync(place, { mode: 0o700 });
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') {
      throw taken(asked.name, readCluster(place));
    }
    throw new UsageError(`${place}: expected a folder that can be made, ${messageOf(cause)}`, {
      hint,
      cause,
    });
  }
  const claim: Claim = { ...asked, protocol: PROTOCOL, owner: thisProcess() };
  replaceFile(join(place, CLAIM), JSON.stringify(claim));
  return place;
}

function taken(name: string, cluster: Cluster | undefined): UsageError {
  if (cluster === undefined || cluster.state === 'alive') {
    return new UsageError(`a cluster named '${name}' is up already`, {
      hint: `blackstart status --name ${name} shows it; another one beside it needs another --name.`,
    });
  }
  return new UsageError(`a cluster named '${name}' was left behind by a process that is gone`, {
    hint: `blackstart down --name ${name} removes what it left, and writes its report.`,
  });
}

/** Says who keeps it, and which run that is. */
export const writeKeeper = (place: string, keeper: Keeper): void =>
  replaceFile(join(place, KEEPER), JSON.stringify(keeper));

/** Says what became of it, for whoever asks next. */
export const writeEnded = (place: string, ended: Ended): void =>
  replaceFile(join(place, ENDED), JSON.stringify(ended));

/** Its name may be taken again. */
export const forget = (place: string): void => rmSync(place, { recursive: true, force: true });

/** The one that is meant: by its name, or the only one there is. */
export function findCluster(name: string | undefined, env: Environment): Cluster {
  const all = clusters(env);
  const names = all.map((cluster) => cluster.name).join(', ');
  if (all.length === 0) {
    throw new UsageError(
      name === undefined ? 'nothing is up' : `expected a cluster that is up, found '${name}'`,
      { hint: 'blackstart up galera brings a cluster up, for example.' },
    );
  }
  const [only] = all.filter((cluster) => name === undefined || cluster.name === name);
  if (only === undefined) {
    throw new UsageError(`expected a cluster that is up (${names}), found '${name}'`, {
      hint: 'Name one with --name.',
    });
  }
  if (name === undefined && all.length > 1) {
    throw new UsageError(`expected --name, as several clusters are up: ${names}`, {
      hint: `For example --name ${only.name}.`,
    });
  }
  return only;
}

/** The one that is meant, if somebody keeps it. */
export function livingCluster(name: string | undefined, env: Environment): Cluster {
  const cluster = findCluster(name, env);
  if (cluster.state !== 'alive') throw departed(cluster);
  if (cluster.claim.protocol === PROTOCOL) return cluster;
  throw new HarnessError(
    'RELEASE',
    `${cluster.name} was brought up by another release of Blackstart`,
    { hint: 'Take it down with that one; or end its process, and then: blackstart down.' },
  );
}

/** Why nobody answers for a cluster any more, and what to do. */
export function departed({ name, ended, keeper }: Cluster): HarnessError {
  const report = `blackstart down --name ${name}`;
  if (ended !== undefined) {
    return new HarnessError('ENDED', `${name} is not up any more: ${ended.message}`, {
      hint: `${ended.hint}\n        ${report} closes it.`,
    });
  }
  const where = keeper?.folder === undefined ? '' : `; what it recorded is in ${keeper.folder}`;
  return new HarnessError(
    'KEEPER_GONE',
    `the process that kept ${name} is gone: it was killed, or it crashed${where}`,
    { hint: `${report} removes what it left, and makes a report of what it recorded.` },
  );
}

function foldersIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  } catch {
    // There has never been one.
    return [];
  }
}

/** Undefined where there is no such file, or none that is whole. */
function readJson<T>(path: string, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data;
  } catch {
    return undefined;
  }
}

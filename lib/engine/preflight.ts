import { existsSync, readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { release } from 'node:os';
import type Docker from 'dockerode';
import type { Topology } from '../core/topology.ts';
import { mayGoFirst } from './punctuality.ts';

/** What the preflight knows of an engine and its host; undefined where it can't be told. */
export interface EngineFacts {
  readonly engine: string;
  readonly api: string;
  readonly operatingSystem: string;
  readonly storage: string;
  readonly cgroup: string;
  readonly rootless: boolean;
  /** Whether containers' addresses can be reached from here: the engine runs on this kernel. */
  readonly local: boolean;
  /** Whether the harness may be scheduled in real time. */
  readonly goesFirst: boolean;
  readonly memoryAvailableMiB: number | undefined;
  readonly diskFreeMiB: number | undefined;
}

/** What a run needs. */
export interface Needs {
  readonly memoryMiB: number;
  readonly diskMiB: number;
}

export interface Check {
  readonly name: string;
  readonly status: 'ok' | 'missing';
  readonly found: string;
  /** What does not work without it, and how to get it; only of what is missing. */
  readonly disables?: string;
  readonly cure?: string;
}

/** The oldest engine API that the harness uses nothing newer than. */
const OLDEST_API = 1.41;

/** Written by a run: containers' own layers, its history and its logs. */
const DISK_FOR_A_RUN_MIB = 1_024;

/** What a topology's services need at most, together. */
export function needsOf({ machines }: Topology): Needs {
  const services = machines.flatMap((machine) => machine.services);
  return {
    memoryMiB: services.reduce((sum, { memoryMiB }) => sum + memoryMiB, 0),
    diskMiB: DISK_FOR_A_RUN_MIB,
  };
}

/** Asks the engine, and this host where that is the engine's. */
export async function gatherFacts(docker: Docker): Promise<EngineFacts> {
  const [info, version] = await Promise.all([docker.info(), docker.version()]);
  const desktop = /Docker Desktop/.test(info.OperatingSystem);
  const local = process.platform === 'linux' && info.KernelVersion === release() && !desktop;
  const options: readonly string[] = info.SecurityOptions ?? [];
  return {
    engine: version.Version,
    api: version.ApiVersion,
    operatingSystem: info.OperatingSystem,
    storage: info.Driver,
    cgroup: `v${info.CgroupVersion ?? '1'}`,
    rootless: options.some((option) => option.includes('rootless')),
    local,
    goesFirst: mayGoFirst(),
    memoryAvailableMiB: local ? memoryAvailableMiB() : undefined,
    diskFreeMiB: local ? await diskFreeMiB(info.DockerRootDir) : undefined,
  };
}

function memoryAvailableMiB(): number | undefined {
  const kib = readFileSync('/proc/meminfo', 'utf8').match(/^MemAvailable:\s+(\d+) kB/m)?.[1];
  return kib === undefined ? undefined : Math.floor(Number(kib) / 1_024);
}

async function diskFreeMiB(folder: string): Promise<number | undefined> {
  if (!existsSync(folder)) return undefined;
  const { bavail, bsize } = await statfs(folder);
  return Math.floor((bavail * bsize) / 2 ** 20);
}

/** Holds what there is against what is needed. A fact that can't be told is not held against. */
export function assess(facts: EngineFacts, needs: Needs): readonly Check[] {
  const { engine, api, operatingSystem, storage, cgroup, rootless, local, goesFirst } = facts;
  return [
    Number(api) >= OLDEST_API
      ? ok('engine', `${engine}, API ${api}, ${operatingSystem}`)
      : missing(
          'engine',
          `API ${api}`,
          'everything',
          `Update it: API ${OLDEST_API} or later (Docker 20.10).`,
        ),
    ok('storage', storage),
    ok('cgroup', cgroup),
    rootless
      ? missing(
          'rights',
          'a rootless engine',
          'reaching machines by their addresses',
          'Use an engine that runs as root.',
        )
      : ok('rights', 'the engine runs as root'),
    local
      ? ok('reach', 'the engine runs on this host')
      : missing(
          'reach',
          `an engine on another host or in a virtual machine (${operatingSystem})`,
          'reaching machines by their addresses',
          'Run Blackstart on the Linux host that runs the engine.',
        ),
    ok(
      'punctuality',
      goesFirst
        ? 'the harness goes first (real time)'
        : 'the harness waits like everybody: where this host is busy, a run may end unknown (root, or CAP_SYS_NICE and chrt, lets it go first)',
    ),
    atLeast(
      'memory',
      facts.memoryAvailableMiB,
      needs.memoryMiB,
      'Stop something, or choose a smaller topology.',
    ),
    atLeast(
      'disk',
      facts.diskFreeMiB,
      needs.diskMiB,
      'Make room where the engine keeps its data (docker system df).',
    ),
  ];
}

function atLeast(name: string, found: number | undefined, needed: number, cure: string): Check {
  if (found === undefined) return ok(name, `unknown; ${needed} MiB needed`);
  const text = `${found} MiB available, ${needed} MiB needed`;
  return found >= needed ? ok(name, text) : missing(name, text, 'running this topology', cure);
}

const ok = (name: string, found: string): Check => ({ name, status: 'ok', found });

const missing = (name: string, found: string, disables: string, cure: string): Check => ({
  name,
  status: 'missing',
  found,
  disables,
  cure,
});

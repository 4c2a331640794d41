import type Docker from 'dockerode';
import { monotonicClock } from '../core/clock.ts';
import type { DiskDials, DiskTrial, MachineDisk } from '../core/disk.ts';
import { HarnessError } from '../core/errors.ts';
import type { Instant } from '../core/instant.ts';
import { inTime } from '../core/within.ts';
import { exec } from './exec.ts';
import type { Rack, RackDisk } from './rack.ts';

export interface DockerDiskOptions {
  readonly docker: Docker;
  readonly rack: Rack;
  readonly machine: string;
  /** Of images/machine. */
  readonly image: string;
  /** What containers and volumes of this machine are called, with the run's prefix. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** How many folders the services of the machine keep on it. */
  readonly folders: number;
}

/** A disk that the machine's services can be given, and that can lose power. */
export interface PoweredDisk extends MachineDisk {
  /** Names of the volumes, one a folder. */
  readonly volumes: readonly string[];
  /** What has been synced until now is what a power cut leaves. */
  snapshot(): Promise<Instant>;
  /** The file system goes as it is; nothing more is written to what will be its disk. */
  cut(): Promise<void>;
  /** Mounts the disk; with a snapshot in place of what was there since. */
  mount(): Promise<void>;
  /** Everything that was written so far is put on the platter. */
  sync(): Promise<void>;
}

const GONE_WITHIN_MS = 30_000;
/** As images/machine/rack makes them on every new disk. */
const FOLDERS = 'folder-';

/**
 * A machine's disk: ext4 on a loop device of the rack, mounted by the engine for as long as a
 * container, its keeper, runs. Services get folders of it as volumes.
 */
export async function dockerDisk(options: DockerDiskOptions): Promise<PoweredDisk> {
  const { docker, rack, machine, image, name, labels, folders } = options;
  const disk = await rack.attach(machine);
  const volume = `${name}-disk`;
  await docker.createVolume({
    Name: volume,
    Driver: 'local',
    DriverOpts: { type: 'ext4', device: disk.device, o: 'errors=remount-ro' },
    Labels: { ...labels },
  });
  const places = Array.from({ length: folders }, (_, index) => `${FOLDERS}${index + 1}`);
  const keeper = await docker.createContainer({
    name: `${name}-keeper`,
    Image: image,
    Labels: { ...labels },
    HostConfig: { Binds: [`${volume}:/disk:nocopy`], NetworkMode: 'none' },
  });
  const mount = async () => {
    await keeper.start().catch(unlessRunning);
  };
  await mount();
  const volumes = await folderVolumes(options, volume, places);
  const inKeeper = (command: readonly string[]) => exec(docker, keeper, command);
  return {
    volumes,
    ...trials(inKeeper),
    turn: (dials) => disk.dial(dialText(dials)),
    failFileSystem: () => disk.failFileSystem(),
    fill: () => fill(inKeeper),
    drain: async () => {
      await inKeeper(['rm', '-f', FILLING]);
    },
    snapshot: () => disk.snapshot(),
    cut: () => end(keeper),
    mount: async () => {
      await swapUnlessMounted(keeper, disk);
      await mount();
    },
    sync: async () => {
      await inKeeper(['sync']);
    },
  };
}

/** A folder of the mounted disk as a volume; the first service that uses it fills it from its image. */
async function folderVolumes(
  { docker, name, labels }: DockerDiskOptions,
  volume: string,
  places: readonly string[],
): Promise<readonly string[]> {
  const { Mountpoint: mountpoint } = await docker.getVolume(volume).inspect();
  return Promise.all(
    places.map(async (place) => {
      const Name = `${name}-${place}`;
      const device = `${mountpoint}/${place}`;
      await docker.createVolume({
        Name,
        Driver: 'local',
        DriverOpts: { type: 'none', o: 'bind', device },
        Labels: { ...labels },
      });
      return Name;
    }),
  );
}

async function swapUnlessMounted(keeper: Docker.Container, disk: RackDisk): Promise<void> {
  const { State: state } = await keeper.inspect();
  if (!state.Running) await disk.swap();
}

async function end(keeper: Docker.Container): Promise<void> {
  const { State: state } = await keeper.inspect();
  if (!state.Running) return;
  await keeper.kill({ signal: 'SIGKILL' });
  await inTime(monotonicClock, keeper.wait(), GONE_WITHIN_MS, 'the end of a machine’s disk');
}

/** 304: it runs. */
function unlessRunning(error: unknown): void {
  if (error instanceof Error && 'statusCode' in error && error.statusCode === 304) return;
  throw error;
}

/** As dial-disk.c reads it. */
export function dialText({ delayMs, kibPerSecond, error }: DiskDials): string {
  const words = [
    `delay-us=${Math.round(delayMs * 1_000)}`,
    ...(kibPerSecond === undefined ? [] : [`rate-kib=${kibPerSecond}`]),
    `error=${error}`,
  ];
  return words.join(' ');
}

type InKeeper = (
  command: readonly string[],
) => Promise<{ readonly exitCode: number; readonly output: string }>;

const FILLING = '/disk/.blackstart-filling';
const TRIAL = '/disk/.blackstart-trial';
const READ = '/disk/.blackstart-read';

/** Reserves what is free, down to the last block; ENOSPC is how it is known to be all. */
async function fill(inKeeper: InKeeper): Promise<void> {
  const script = [
    `free=$(df --output=avail -B1 /disk | tail -n 1)`,
    `fallocate -l $((free - 1048576)) ${FILLING}`,
    // The rest block by block: what root may still take is what services running as root may.
    `dd if=/dev/zero of=${FILLING} oflag=append conv=notrunc bs=4096 2>/dev/null`,
    'true',
  ].join('; ');
  const { exitCode, output } = await inKeeper(['sh', '-c', script]);
  if (exitCode === 0) return;
  throw new HarnessError('DISK', `the disk could not be filled: ${output.trim()}`, {
    hint: 'Run `blackstart doctor`.',
  });
}

const reasons: Readonly<Record<string, string>> = {
  'No space left on device': 'ENOSPC',
  'Read-only file system': 'EROFS',
  'Input/output error': 'EIO',
  'Structure needs cleaning': 'EUCLEAN',
};

/** In words of errno(3), from what dd said; its own words where they are no known reason. */
export function outcomeOf(exitCode: number, output: string): string {
  if (exitCode === 0) return 'ok';
  const reason = Object.keys(reasons).find((words) => output.includes(words));
  return reason === undefined
    ? output.trim().split('\n').at(-1) || `code ${exitCode}`
    : (reasons[reason] ?? '');
}

/** Tries from the keeper: the same file system, no tools wanted of the services' images. */
function trials(inKeeper: InKeeper): Pick<MachineDisk, 'tryWrite' | 'tryRead'> {
  const timed = async (command: string): Promise<DiskTrial> => {
    const script = `from=$EPOCHREALTIME; said=$(${command} 2>&1); code=$?; to=$EPOCHREALTIME
      echo "$said"; echo "$code $(( \${to/./} - \${from/./} ))"`;
    const { output } = await inKeeper(['bash', '-c', script]);
    const [, code, took] = output.trim().match(/(\d+) (\d+)$/) ?? [];
    if (code === undefined || took === undefined) {
      throw new Error(`a trial of the disk did not tell how it went: ${output.trim()}`);
    }
    return { outcome: outcomeOf(Number(code), output), tookMs: Number(took) / 1_000 };
  };
  return {
    tryWrite: async ({ kib = 4 } = {}) => {
      const made = await timed(
        `dd if=/dev/zero of=${TRIAL} bs=${kib}K count=1 conv=fsync iflag=fullblock`,
      );
      await inKeeper(['rm', '-f', TRIAL]);
      return made;
    },
    tryRead: () => timed(`dd if=${READ} of=/dev/null bs=4K iflag=direct`),
  };
}

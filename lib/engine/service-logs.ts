import { createInterface } from 'node:readline';
import type Docker from 'dockerode';
import { demultiplex } from './demultiplex.ts';

export interface FollowOptions {
  readonly docker: Docker;
  readonly container: Docker.Container;
  /** Unix time in seconds, with fraction: lines before it were followed already. */
  readonly since: number;
  readonly onLine: (line: string) => void;
  /** It writes to a terminal: both outputs are one. */
  readonly terminal?: boolean;
}

/** Logs that are being followed. */
export interface Following {
  /** Resolves when the container has ended and its last line was told. */
  readonly ended: Promise<void>;
}

/** Calls back for every line that a container writes, until it ends. */
export async function followLogs(options: FollowOptions): Promise<Following> {
  const { docker, container, since, onLine, terminal = false } = options;
  const raw = await container.logs({ follow: true, stdout: true, stderr: true, since });
  const streams = terminal ? [raw] : demultiplex(docker, raw);
  const outputs = streams.map((output) => {
    const lines = createInterface({ input: output }).on('line', onLine);
    return new Promise<void>((resolve) => lines.once('close', resolve));
  });
  return { ended: Promise.all(outputs).then(() => undefined) };
}

import { createInterface } from 'node:readline';
import type Docker from 'dockerode';
import { demultiplex } from './demultiplex.ts';

export interface FollowOptions {
  readonly docker: Docker;
  readonly container: Docker.Container;
  /** Unix time in seconds, with fraction: lines before it were followed already. */
  readonly since: number;
  readonly onLine: (line: string) => void;
}

/** Calls back for every line that a container writes, until it ends. */
export async function followLogs(options: FollowOptions): Promise<void> {
  const { docker, container, since, onLine } = options;
  const raw = await container.logs({ follow: true, stdout: true, stderr: true, since });
  for (const output of demultiplex(docker, raw)) {
    createInterface({ input: output }).on('line', onLine);
  }
}

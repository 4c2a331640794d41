import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import type Docker from 'dockerode';

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

/** Standard output and standard error of a container without a terminal. */
function demultiplex(docker: Docker, raw: NodeJS.ReadableStream): readonly PassThrough[] {
  const output = new PassThrough();
  const error = new PassThrough();
  docker.modem.demuxStream(raw, output, error);
  raw.once('end', () => {
    output.end();
    error.end();
  });
  raw.once('error', () => {
    output.end();
    error.end();
  });
  return [output, error];
}

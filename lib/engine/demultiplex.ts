import { PassThrough } from 'node:stream';
import type Docker from 'dockerode';

/** Standard output and standard error of a container without a terminal. */
export function demultiplex(docker: Docker, raw: NodeJS.ReadableStream): readonly PassThrough[] {
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

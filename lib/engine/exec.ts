import { text } from 'node:stream/consumers';
import type Docker from 'dockerode';
import type { ExecResult } from '../core/service.ts';
import { demultiplex } from './demultiplex.ts';

/** Runs a command in a container to its end. */
export async function exec(
  docker: Docker,
  container: Docker.Container,
  command: readonly string[],
): Promise<ExecResult> {
  const process = await container.exec({
    Cmd: [...command],
    AttachStdout: true,
    AttachStderr: true,
  });
  const raw = await process.start({});
  const output = await Promise.all(demultiplex(docker, raw).map((stream) => text(stream)));
  const { ExitCode: exitCode } = await process.inspect();
  return { exitCode: exitCode ?? -1, output: output.join('') };
}

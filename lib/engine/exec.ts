import { text } from 'node:stream/consumers';
import type Docker from 'dockerode';
import { monotonicClock } from '../core/clock.ts';
import type { ExecResult } from '../core/service.ts';
import { inTime } from '../core/within.ts';
import { demultiplex } from './demultiplex.ts';

/** None of ours takes a fraction of it; one that hangs must not hang the harness. */
const ENDS_WITHIN_MS = 120_000;

/** Runs a command in a container to its end. */
export const exec = (
  docker: Docker,
  container: Docker.Container,
  command: readonly string[],
): Promise<ExecResult> =>
  inTime(
    monotonicClock,
    run(docker, container, command),
    ENDS_WITHIN_MS,
    `'${command.join(' ')}' in a container`,
  );

async function run(
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

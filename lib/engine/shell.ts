import type { Readable, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type Docker from 'dockerode';
import { messageOf, UsageError } from '../core/errors.ts';

/** A person, or a script, at the other end. */
export interface ShellStreams {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** The size of a terminal at the moment of asking; undefined where there is none. */
  readonly terminal: (() => { readonly columns: number; readonly rows: number }) | undefined;
  /** Calls back when the terminal has got another size. */
  readonly onResize?: (listener: () => void) => void;
}

/** Runs a command in a container, joined to these streams; resolves to its exit code. */
export async function runShell(
  container: Docker.Container,
  command: readonly string[],
  { stdin, stdout, stderr, terminal, onResize }: ShellStreams,
): Promise<number> {
  const process = await container
    .exec({
      Cmd: [...command],
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
      Tty: terminal !== undefined,
    })
    .catch((cause: unknown) => {
      throw new UsageError(`expected a service that runs: ${messageOf(cause)}`, {
        hint: 'blackstart status shows what it is under; blackstart heal ends that.',
        cause,
      });
    });
  const stream = await process.start({ hijack: true, stdin: true, Tty: terminal !== undefined });
  const resize = () => {
    if (terminal === undefined) return;
    const { columns, rows } = terminal();
    process.resize({ w: columns, h: rows }).catch(() => 'it has ended');
  };
  resize();
  onResize?.(resize);
  if (terminal === undefined) container.modem.demuxStream(stream, stdout, stderr);
  else stream.pipe(stdout, { end: false });
  stdin.pipe(stream);
  await finished(stream, { writable: false }).catch(() => 'the engine closed it');
  stdin.unpipe(stream);
  const { ExitCode: code } = await process.inspect();
  return code ?? 0;
}

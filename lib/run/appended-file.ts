import { closeSync, fsync, openSync, write } from 'node:fs';
import { promisify } from 'node:util';

const sync = promisify(fsync);
const writeTo = promisify(write);

/** A file that grows at its end, in the order of the calls. Nobody waits for its disk who need not. */
export interface AppendedFile extends AsyncDisposable {
  /** Throws what an earlier write failed for. */
  append(text: string): void;
  /** Appends, and settles when that, with all before it, is on the disk. */
  appendAndSync(text: string): Promise<void>;
}

export interface AppendedFileOptions {
  /** `wx`: it must not be there yet. */
  readonly flags: 'a' | 'ax' | 'wx';
  readonly mode?: number;
}

/**
 * Opens a file at once, and writes behind the caller's back: on a busy disk a write, and even more a
 * sync, may take a second, in which a process that waits for it can do nothing else.
 */
export function openAppendedFile(
  path: string,
  { flags, mode = 0o666 }: AppendedFileOptions,
): AppendedFile {
  const fd = openSync(path, flags, mode);
  let pending: string[] = [];
  let last: Promise<void> = Promise.resolve();
  let failure: unknown;
  // After a failure nothing more is written: what came later would stand in the place of what is lost.
  const next = (step: () => Promise<void>): Promise<void> => {
    last = last.then(step);
    last.catch((error: unknown) => {
      failure ??= error;
    });
    return last;
  };
  const writePending = async (): Promise<void> => {
    const bytes = Buffer.from(pending.join(''));
    pending = [];
    for (let done = 0; done < bytes.length; ) {
      done += (await writeTo(fd, bytes, done)).bytesWritten;
    }
  };
  const append = (text: string): void => {
    if (failure !== undefined) throw failure;
    pending.push(text);
    if (pending.length === 1) void next(writePending);
  };
  return {
    append,
    appendAndSync: async (text) => {
      append(text);
      await next(() => sync(fd));
    },
    [Symbol.asyncDispose]: async () => {
      try {
        await last;
      } finally {
        closeSync(fd);
      }
    },
  };
}

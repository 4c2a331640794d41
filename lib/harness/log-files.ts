import { join } from 'node:path';
import type { Recorder } from '../core/history.ts';
import { type AppendedFile, openAppendedFile } from '../run/appended-file.ts';

/** A recorder that also keeps each service's log as a plain file beside the history. */
export function withLogFiles(recorder: Recorder, folder: string): Recorder & AsyncDisposable {
  const kept = new AsyncDisposableStack();
  const files = new Map<string, AppendedFile>();
  const fileOf = (name: string): AppendedFile => {
    const open = files.get(name);
    if (open !== undefined) return open;
    const made = kept.use(openAppendedFile(join(folder, name), { flags: 'a' }));
    files.set(name, made);
    return made;
  };
  return {
    record: (event) => {
      recorder.record(event);
      // A last line may still arrive when the run is over and its containers are gone.
      if (event.type !== 'log' || kept.disposed) return;
      fileOf(`${event.machine}-${event.service}.log`).append(
        `${(event.t / 1_000).toFixed(3).padStart(9)} ${event.line}\n`,
      );
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Recorder } from '../core/history.ts';

/** A recorder that also keeps each service's log as a plain file beside the history. */
export function withLogFiles(recorder: Recorder, folder: string): Recorder {
  return {
    record: (event) => {
      recorder.record(event);
      if (event.type !== 'log') return;
      const file = join(folder, `${event.machine}-${event.service}.log`);
      appendFileSync(file, `${(event.t / 1_000).toFixed(3).padStart(9)} ${event.line}\n`);
    },
  };
}

import { closeSync, createReadStream, fsyncSync, openSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { UsageError } from '../core/errors.ts';
import type { Header, History, HistoryEvent, Recorder } from '../core/history.ts';
import { parseHistory } from '../core/parse-history.ts';

/** A recorder that keeps a file: what was recorded before this turn of the event loop is in it. */
export interface HistoryFile extends Recorder, Disposable {}

/** Events after which the file is synced to its disk: the ones a measure can't do without. */
const synced: ReadonlySet<HistoryEvent['type']> = new Set(['phase', 'injected', 'healed', 'end']);

/** Creates a history file. Whatever kills the harness, all but its last moments can be read. */
export function createHistoryFile(path: string, header: Header): HistoryFile {
  const file = openSync(path, 'wx');
  let pending: string[] = [];
  let closed = false;
  const flush = () => {
    if (pending.length === 0) return;
    writeSync(file, pending.join(''));
    pending = [];
  };
  writeSync(file, `${JSON.stringify(header)}\n`);
  return {
    record: (event) => {
      // A last log line may still arrive when the run is over and its containers are gone.
      if (closed) return;
      if (pending.length === 0) setImmediate(flush);
      pending.push(`${JSON.stringify(event)}\n`);
      if (!synced.has(event.type)) return;
      flush();
      fsyncSync(file);
    },
    [Symbol.dispose]: () => {
      flush();
      closed = true;
      closeSync(file);
    },
  };
}

/** Reads a history file; see `parseHistory` for damaged ones. */
export async function readHistoryFile(path: string): Promise<History> {
  const lines: string[] = [];
  const input = createReadStream(path, 'utf8');
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      lines.push(line);
    }
  } catch (cause) {
    throw new UsageError(`${path}: expected a readable history file, found none`, {
      hint: 'Give the history.jsonl of a run; `ls reports` shows the runs there are.',
      cause,
    });
  }
  return parseHistory(lines, path);
}

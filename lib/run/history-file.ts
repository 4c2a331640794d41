import { closeSync, createReadStream, fsyncSync, openSync, writeSync } from 'node:fs';
import { UsageError } from '../core/errors.ts';
import type { Header, History, HistoryEvent, Recorder } from '../core/history.ts';
import { HistoryParser } from '../core/parse-history.ts';

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

/** How much of a file is read, and parsed, at a time. */
const CHUNK_BYTES = 2 ** 20;
const LINE_END = 0x0a;

/** Reads a history file piece by piece; see `HistoryParser` for damaged ones. */
export async function readHistoryFile(path: string): Promise<History> {
  const parser = new HistoryParser(path);
  for await (const text of wholeLines(path)) parser.push(text);
  return parser.finish();
}

/** Pieces of the file that end where a line ends; the last one where the file does. */
async function* wholeLines(path: string): AsyncGenerator<string> {
  let begun: Buffer[] = [];
  for await (const chunk of chunksOf(path)) {
    const end = chunk.lastIndexOf(LINE_END);
    if (end === -1) {
      begun.push(chunk);
      continue;
    }
    yield Buffer.concat([...begun, chunk.subarray(0, end)]).toString('utf8');
    begun = [chunk.subarray(end + 1)];
  }
  const last = Buffer.concat(begun);
  if (last.length > 0) yield last.toString('utf8');
}

async function* chunksOf(path: string): AsyncGenerator<Buffer> {
  const stream = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  try {
    for await (const chunk of stream) yield chunk;
  } catch (cause) {
    throw new UsageError(`${path}: expected a readable history file, found none`, {
      hint: 'Give the history.jsonl of a run; `ls reports` shows the runs there are.',
      cause,
    });
  }
}

import { createReadStream } from 'node:fs';
import { UsageError } from '../core/errors.ts';
import type { Header, History, HistoryEvent, Recorder } from '../core/history.ts';
import { HistoryParser } from '../core/parse-history.ts';
import { openAppendedFile } from './appended-file.ts';

/** A recorder that keeps a file: what was recorded before this turn of the event loop is on its way. */
export interface HistoryFile extends Recorder, AsyncDisposable {}

/** Events after which the file is synced to its disk: the ones a measure can't do without. */
const synced: ReadonlySet<HistoryEvent['type']> = new Set(['phase', 'injected', 'healed', 'end']);

/** Creates a history file. Whatever kills the harness, all but its last moments can be read. */
export function createHistoryFile(path: string, header: Header): HistoryFile {
  const file = openAppendedFile(path, { flags: 'wx' });
  const syncing = new Set<Promise<void>>();
  let pending: string[] = [];
  let closed = false;
  const take = (): string => {
    const text = pending.join('');
    pending = [];
    return text;
  };
  const flush = (): void => {
    if (pending.length > 0) file.append(take());
  };
  file.append(lineOf(header));
  return {
    record: (event) => {
      // A last log line may still arrive when the run is over and its containers are gone.
      if (closed) return;
      if (pending.length === 0) setImmediate(flush);
      pending.push(lineOf(event));
      if (!synced.has(event.type)) return;
      const sync = file.appendAndSync(take());
      syncing.add(sync);
      // What fails is told at the end.
      sync.then(
        () => syncing.delete(sync),
        () => undefined,
      );
    },
    [Symbol.asyncDispose]: async () => {
      await using _ = file;
      flush();
      closed = true;
      await Promise.all(syncing);
    },
  };
}

const lineOf = (line: Header | HistoryEvent): string => `${JSON.stringify(line)}\n`;

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

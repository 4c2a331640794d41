import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monotonicClock } from '../core/clock.ts';
import { runInMemory } from '../memory/run-in-memory.ts';
import { readHistoryFile } from '../run/history-file.ts';

export interface HistorySpeed {
  readonly megabytes: number;
  readonly events: number;
  readonly ms: number;
}

const OPERATIONS_A_WRITE = 5_000;

/** Reads a history file of this size that was never in memory as a whole. */
export async function historySpeed(megabytes: number): Promise<HistorySpeed> {
  const folder = mkdtempSync(join(tmpdir(), 'blackstart-bench-'));
  try {
    const path = join(folder, 'history.jsonl');
    await write(path, megabytes * 1e6);
    const startedAt = monotonicClock.now();
    const { events, damage } = await readHistoryFile(path);
    const ms = monotonicClock.now() - startedAt;
    if (damage !== undefined) throw new Error(`the history that was to be read: ${damage}`);
    return { megabytes, events: events.length, ms };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function write(path: string, bytes: number): Promise<void> {
  const { history } = await runInMemory();
  const file = openSync(path, 'w');
  let written = writeSync(file, `${JSON.stringify(history.header)}\n`);
  for (let id = 0; written < bytes; id += OPERATIONS_A_WRITE) {
    written += writeSync(file, operations(id, OPERATIONS_A_WRITE));
  }
  closeSync(file);
}

const operations = (first: number, count: number): string =>
  Array.from({ length: count }, (_, index) => {
    const id = first + index;
    const due = id * 10;
    const t = due + 0.123456;
    const workload = 'set';
    const machine = `toy-${(id % 3) + 1}`;
    const invoke = { t, type: 'invoke', workload, id, lane: id % 6, due, f: 'add', value: id };
    const ok = { t: t + 3.21, type: 'ok', workload, id, machine };
    return `${JSON.stringify(invoke)}\n${JSON.stringify(ok)}\n`;
  }).join('');

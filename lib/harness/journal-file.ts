import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { messageOf, UsageError } from '../core/errors.ts';
import type { Journal } from '../core/journal.ts';
import type { Environment } from '../engine/endpoint.ts';
import { ownerState, thisProcess } from '../engine/owner.ts';
import { type AppendedFile, openAppendedFile } from '../run/appended-file.ts';

/** Where journals lie: the place for state that the XDG base directory specification names. */
export const journalFolder = (env: Environment): string =>
  join(env['XDG_STATE_HOME'] || join(homedir(), '.local', 'state'), 'blackstart');

/**
 * A run's journal as JSON Lines: who owns the run, then what is about to be harmed and what has
 * been cured, each line synced before the harm. It is gone when the run has undone everything; what
 * a cure failed for stays written down until `blackstart clean` has removed it.
 */
export async function openJournal(folder: string, run: string): Promise<Journal & AsyncDisposable> {
  const path = join(folder, `${run}.jsonl`);
  const file = openFile(folder, path);
  const write = (line: object) => file.appendAndSync(`${JSON.stringify(line)}\n`);
  await write({ run, owner: thisProcess() });
  const inForce = new Set<string>();
  return {
    begin: async (entry) => {
      inForce.add(entry.id);
      await write({ begin: entry });
    },
    finish: async (id) => {
      await write({ finish: id });
      inForce.delete(id);
    },
    [Symbol.asyncDispose]: async () => {
      await file[Symbol.asyncDispose]();
      if (inForce.size === 0) rmSync(path);
    },
  };
}

function openFile(folder: string, path: string): AppendedFile {
  try {
    mkdirSync(folder, { recursive: true });
    return openAppendedFile(path, { flags: 'ax', mode: 0o600 });
  } catch (cause) {
    throw new UsageError(`journal: expected a folder that can be written, ${messageOf(cause)}`, {
      hint: 'Name another one in XDG_STATE_HOME: harms are written down there before they are done.',
      cause,
    });
  }
}

/**
 * Removes the journals of runs whose process is dead. To be called when what they left has been
 * removed: what is gone needs no cure.
 */
export function removeDeadJournals(folder: string): void {
  for (const name of journalsIn(folder)) {
    const [first = ''] = readFileSync(join(folder, name), 'utf8').split('\n');
    if (ownerState(ownerOf(first)) === 'dead') rmSync(join(folder, name), { force: true });
  }
}

function journalsIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  } catch {
    // There has never been one.
    return [];
  }
}

/** A first line that was cut off belongs to nobody who could still need it, on this host. */
function ownerOf(line: string): string {
  return line.match(/"owner":"([^"]+)"/)?.[1] ?? `${thisProcess().split('/')[0]}/-/-/-`;
}

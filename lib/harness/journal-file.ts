import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { type AttachedProject, attachedProjectSchema } from '../core/attached-project.ts';
import { messageOf, UsageError } from '../core/errors.ts';
import type { Journal, JournalEntry } from '../core/journal.ts';
import type { Environment } from '../engine/endpoint.ts';
import { ownerState, thisProcess } from '../engine/owner.ts';
import { readIfThere } from '../engine/read-if-there.ts';
import { type AppendedFile, openAppendedFile } from '../run/appended-file.ts';

/** Where journals lie: the place for state that the XDG base directory specification names. */
export const journalFolder = (env: Environment): string =>
  join(env['XDG_STATE_HOME'] || join(homedir(), '.local', 'state'), 'blackstart');

/**
 * A run's journal as JSON Lines: who owns the run, what of somebody else's it may touch, then what is about to be harmed and what has
 * been cured, each line synced before the harm. It is gone when the run has undone everything; what
 * a cure failed for stays written down until `blackstart clean` has removed it.
 */
export async function openJournal(
  folder: string,
  run: string,
  attached?: AttachedProject,
): Promise<Journal & AsyncDisposable> {
  const path = join(folder, `${run}.jsonl`);
  const file = openFile(folder, path);
  const write = (line: object) => file.appendAndSync(`${JSON.stringify(line)}\n`);
  await write({ run, owner: thisProcess() });
  if (attached !== undefined) await write({ attached });
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
 * removed: what is gone needs no cure. Those of somebody else's containers, which are not removed, stay
 * until they are cured.
 */
export function removeDeadJournals(folder: string): void {
  for (const { path, attached } of deadJournals(folder)) {
    if (attached === undefined) rmSync(path, { force: true });
  }
}

/** What a process that is dead had written down. */
export interface DeadJournal {
  readonly path: string;
  /** What of somebody else's it was attached to; undefined where all its machines were its own. */
  readonly attached: AttachedProject | undefined;
  /** What it had begun, and not cured. */
  readonly inForce: readonly JournalEntry[];
}

export const deadJournals = (folder: string): readonly DeadJournal[] =>
  journalsIn(folder).flatMap((name) => {
    const path = join(folder, name);
    const [first = '', ...lines] = linesIn(path);
    return ownerState(ownerOf(first)) === 'dead' ? [{ path, ...writtenDown(lines) }] : [];
  });

/** None where somebody has removed it meanwhile. */
const linesIn = (path: string): readonly string[] => (readIfThere(path) ?? '').split('\n');

/** The last line may have been cut off; then what it says had not begun. */
function writtenDown(lines: readonly string[]): Omit<DeadJournal, 'path'> {
  const inForce = new Map<string, JournalEntry>();
  let attached: AttachedProject | undefined;
  for (const line of lines) {
    const { data } = lineSchema.safeParse(parsed(line));
    if (data === undefined) continue;
    if ('attached' in data) attached = data.attached;
    else if ('begin' in data) inForce.set(data.begin.id, data.begin);
    else inForce.delete(data.finish);
  }
  return { attached, inForce: [...inForce.values()] };
}

const lineSchema = z.union([
  z.object({ attached: attachedProjectSchema }),
  z.object({
    begin: z.object({
      id: z.string(),
      fault: z.object({
        kind: z.string(),
        settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
        lastsMs: z.number(),
      }),
      machines: z.array(z.string()),
      services: z.array(z.string()),
    }),
  }),
  z.object({ finish: z.string() }),
]);

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
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

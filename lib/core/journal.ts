import type { FaultSpec } from './fault.ts';

/** A harm about to be done, as another process needs it in order to undo it. */
export interface JournalEntry {
  readonly id: string;
  readonly fault: FaultSpec;
  readonly machines: readonly string[];
  readonly services: readonly string[];
}

/** What is on disk before a harm is done, so that any later process knows what to undo. */
export interface Journal {
  /** Settles when the entry has been synced. */
  begin(entry: JournalEntry): Promise<void>;
  /** The harm with this id has been cured. */
  finish(id: string): Promise<void>;
}

/** For platforms that vanish with their process. */
export const noJournal: Journal = {
  begin: () => Promise.resolve(),
  finish: () => Promise.resolve(),
};

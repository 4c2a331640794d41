const SHOWN = 3;

/** A list as sentences show it: its last elements. */
export function listWords(list: readonly number[]): string {
  const last = list.slice(-SHOWN).join(', ');
  return list.length > SHOWN ? `[.. ${last}]` : `[${last}]`;
}

import { UsageError } from '../core/errors.ts';

/** A schedule shows something if it does in `needed` of at most `runs` runs. */
export interface Repeats {
  readonly needed: number;
  readonly runs: number;
}

export const once: Repeats = { needed: 1, runs: 1 };

/** Reads `2/3` (in two of three runs), or `2` (in two of two). */
export function parseRepeats(text: string): Repeats {
  const [, needed = '', runs = needed] = /^(\d+)(?:\/(\d+))?$/.exec(text.trim()) ?? [];
  const repeats = { needed: Number(needed), runs: Number(runs) };
  if (repeats.needed >= 1 && repeats.runs >= repeats.needed) return repeats;
  throw new UsageError(`--repeat: expected k or k/n, with 1 <= k <= n, found '${text}'`, {
    hint: '1/3 keeps what shows the violation once in up to three runs, 2/3 what does twice, 2 what does twice in a row.',
  });
}

/** How often it showed, of how many runs: as many as it took to know. */
export interface Shown {
  readonly shown: number;
  readonly runs: number;
  readonly enough: 'yes' | 'no';
}

/** Runs until enough have shown it, or the rest can't be enough any more. */
export async function repeated(
  { needed, runs: most }: Repeats,
  run: (repeat: number) => Promise<boolean>,
): Promise<Shown> {
  let shown = 0;
  let runs = 0;
  while (shown < needed && most - runs >= needed - shown) {
    if (await run(runs)) shown += 1;
    runs += 1;
  }
  return { shown, runs, enough: shown >= needed ? 'yes' : 'no' };
}

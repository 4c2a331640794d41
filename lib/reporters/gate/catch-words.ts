import { formatMs } from '../../core/duration.ts';
import type { CatchRow, CatchTable, Outcome, Tally } from '../../gate/catch-table.ts';

/** The sign beside a word, for who cannot tell the colours apart. */
export const outcomeSymbols: Readonly<Record<Outcome, string>> = {
  caught: '✓',
  passed: '✓',
  missed: '✕',
  mistaken: '✕',
  open: '?',
  'not run': '–',
};

/** What was to speak against it, and what did. */
export function measureWords({ mutation, result, outcome }: CatchRow): string {
  if (mutation.effect === 'harmless') return outcome === 'mistaken' ? found(result?.against) : '';
  const meant = mutation.caughtBy.join(' or ');
  const others = result?.against.filter((one) => !mutation.caughtBy.includes(one)) ?? [];
  const own = result?.against.filter((one) => mutation.caughtBy.includes(one)) ?? [];
  if (own.length === 0)
    return `${meant} (not found${others.length > 0 ? `; ${others.join(', ')} was` : ''})`;
  return others.length === 0 ? own.join(', ') : `${own.join(', ')} (and ${others.join(', ')})`;
}

const found = (against: readonly string[] = []): string => against.join(', ');

/** `5 runs (2 pairs), 126 s`. */
export function effortWords({ result }: CatchRow): string {
  if (result === undefined) return '';
  const { pairs, runs, durationMs } = result;
  return `${runs} runs (${pairs} ${pairs === 1 ? 'pair' : 'pairs'}), ${formatMs(durationMs)}`;
}

/** `harmless: 5 of 30 passed; 1 failed, 2 open, 22 not run`. */
export function tallyWords({ harmful, harmless }: CatchTable): readonly string[] {
  return [
    `harmful: ${counted(harmful, 'caught', 'missed, or failed for another reason')}`,
    `harmless: ${counted(harmless, 'passed', 'failed')}`,
  ];
}

const counted = ({ all, right, wrong, open, notRun }: Tally, good: string, bad: string): string =>
  `${right} of ${all} ${good}; ${wrong} ${bad}, ${open} open, ${notRun} not run`;

import type { Script } from './calibration-script.ts';

/** What DESIGN section 7 defines recovery by, all in ms. */
export interface Terms {
  /** Probe interval d. */
  readonly intervalMs: number;
  /** Deadline D. */
  readonly deadlineMs: number;
  /** Stability window W. */
  readonly stabilityMs: number;
}

/**
 * The RTO that a script has, ms from its start: when the first probe of the stretch that stays good
 * can at the earliest complete. That is the end of the outage that no other follows within W:
 * what was asked up to D before it is answered then, in time.
 *
 * It is the server's alone: a client that is still waiting to connect again recovers later by that.
 *
 * @throws RangeError for a script whose RTO is not its own: it would hang on when probes are due
 */
export function expectedRto(
  script: Script,
  { intervalMs, deadlineMs, stabilityMs }: Terms,
): number {
  const [first, ...later] = outagesOf(script);
  if (first === undefined) return 0;
  let last = first;
  for (const next of later) {
    if (next.from - last.until >= stabilityMs + intervalMs) break;
    last = next;
  }
  if (last.until - last.from <= deadlineMs + intervalMs) {
    throw new RangeError('an outage shorter than D + d may have no probe that is not good');
  }
  if (last.from - first.until >= stabilityMs - deadlineMs - intervalMs) {
    throw new RangeError('between its outages a stretch could be good for W');
  }
  return last.until;
}

interface Away {
  readonly from: number;
  readonly until: number;
}

/** When nothing is answered in time; Infinity where that never ends. */
function outagesOf(script: Script): readonly Away[] {
  const ends = script.filter(({ mode }) => mode === 'serve').map(({ atMs }) => atMs);
  const begins = script.filter(
    ({ mode }, index) => mode !== 'serve' && (script[index - 1]?.mode ?? 'serve') === 'serve',
  );
  return begins.map(({ atMs: from }) => ({
    from,
    until: ends.find((end) => end > from) ?? Number.POSITIVE_INFINITY,
  }));
}

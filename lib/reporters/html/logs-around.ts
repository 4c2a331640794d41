import type { EventOf } from '../../core/history.ts';
import { logRow } from './logs.ts';
import { type Html, html } from './markup.ts';
import { formatTime } from './time.ts';

/** Service log lines near some moments. */
export interface LogsAround {
  readonly lines: readonly EventOf<'log'>[];
  readonly leftOut: number;
}

const AROUND_MS = 1_000;
/** More lines than this are read in the logs themselves. */
const SHOWN = 40;

/** Those within a second of any of these moments; of too many, those nearest to one. */
export function logsAround(
  logs: readonly EventOf<'log'>[],
  moments: readonly number[],
): LogsAround {
  const near = logs.flatMap((event) => {
    const apart = Math.min(...moments.map((moment) => Math.abs(event.t - moment)));
    return apart <= AROUND_MS && event.line.trim() !== '' ? [{ event, apart }] : [];
  });
  const kept = near.toSorted((one, other) => one.apart - other.apart).slice(0, SHOWN);
  return {
    lines: kept.map(({ event }) => event).sort((one, other) => one.t - other.t),
    leftOut: near.length - kept.length,
  };
}

/** The lines with the time of the run, as the evidence above them has it. */
export function formatLogsAround({ lines, leftOut }: LogsAround): Html {
  if (lines.length === 0) {
    return html`<p class="soft">The services logged nothing within a second of that.</p>`;
  }
  return html`<h3>What the services logged within a second of that</h3>
<div class="logs"><ol tabindex="0" aria-label="Log lines">${lines.map((event) => logRow(event, formatTime(event.t)))}</ol></div>
${leftOut > 0 ? html`<p class="soft">${leftOut.toLocaleString('en')} more lines in the history.</p>` : undefined}`;
}

import type { EventOf, History, HistoryEvent } from '../core/history.ts';
import {
  describeEvent,
  type FindInvocation,
  invocationsOf,
} from '../reporters/html/describe-event.ts';
import { formatTime } from '../reporters/html/time.ts';

const SHOWN = 10;

/** The events at these positions in their order, one a line: the first and the last, if many. */
export function evidenceLines(history: History, evidence: readonly number[]): readonly string[] {
  const positions = [...new Set(evidence)].sort((one, other) => one - other);
  const find = invocationsOf(history);
  const lines = positions.flatMap((position) => line(history, position, find));
  if (lines.length <= SHOWN) return lines;
  const leftOut = `... ${(lines.length - SHOWN).toLocaleString('en')} more in the history ...`;
  return [...lines.slice(0, SHOWN / 2), leftOut, ...lines.slice(-SHOWN / 2)];
}

function line(history: History, position: number, find: FindInvocation): readonly string[] {
  const event = history.events[position];
  if (event === undefined) return [];
  return [`${formatTime(event.t)}  ${describeEvent(event, find)}${victims(history, event)}`];
}

/** What a blow that took effect was, and whom it met. */
function victims({ events }: History, event: HistoryEvent): string {
  if (event.type !== 'injected') return '';
  const blow = events.find(
    (other): other is EventOf<'blow'> =>
      other.type === 'blow' && other.index === event.index && other.step === event.step,
  );
  return blow === undefined ? '' : `: ${blow.fault} at ${blow.machines.join(', ')}`;
}

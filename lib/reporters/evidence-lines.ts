import type { History, HistoryEvent } from '../core/history.ts';
import { describeEvent } from './describe-event.ts';
import { formatTime } from './time.ts';

const SHOWN = 10;

/** The events at these positions in their order, one a line: the first and the last, if many. */
export function evidenceLines(history: History, evidence: readonly number[]): readonly string[] {
  const positions = [...new Set(evidence)].sort((one, other) => one - other);
  const lines = positions.flatMap((position) => line(history, position));
  if (lines.length <= SHOWN) return lines;
  const leftOut = `... ${(lines.length - SHOWN).toLocaleString('en')} more in the history ...`;
  return [...lines.slice(0, SHOWN / 2), leftOut, ...lines.slice(-SHOWN / 2)];
}

function line(history: History, position: number): readonly string[] {
  const event = history.events.at(position);
  if (event === undefined) return [];
  return [
    `${formatTime(event.t)}  ${describeEvent(event, history.events)}${victims(history, event)}`,
  ];
}

/** What a blow that took effect was, and whom it met. */
function victims({ events }: History, event: HistoryEvent): string {
  if (event.type !== 'injected') return '';
  const blow = events
    .of('blow')
    .find(({ index, step }) => index === event.index && step === event.step);
  return blow === undefined ? '' : `: ${blow.fault} at ${blow.machines.join(', ')}`;
}

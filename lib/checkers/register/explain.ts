import { formatMs } from '../../core/duration.ts';
import type { RegisterOperation, RegisterValue } from './operation.ts';

interface Facts {
  readonly key: number;
  readonly concurrent: readonly number[];
  readonly values: readonly RegisterValue[];
  readonly prefix: number;
}

/** Names in one sentence; the rest is counted. */
const SHOWN = 5;

/** Why an operation has no place, for people. `writers`: what writes the value that it saw. */
export function explain(
  stuck: RegisterOperation,
  { key, concurrent, values, prefix }: Facts,
  writers: readonly RegisterOperation[],
): string {
  const others = prefix === 1 ? '' : ` among the ${prefix - 1} that returned before it`;
  return [
    `Key ${key}: ${described(stuck)} has no place${others}.`,
    `When it returned, the register could hold ${list(values.map(named), 'or')}.`,
    origin(stuck, writers),
    concurrent.length === 0
      ? 'Nothing was in flight with it.'
      : `In flight with it: ${list(concurrent.map(String), 'and')}.`,
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

/** Where the value that it saw comes from: stale, failed, or out of nowhere. */
function origin(stuck: RegisterOperation, writers: readonly RegisterOperation[]): string {
  const seen = seenBy(stuck);
  if (seen === undefined || seen === null) return '';
  const happened = writers.filter(({ outcome }) => outcome !== 'fail');
  if (happened.length > 0) return `${seen} comes from ${list(happened.map(described), 'or')}.`;
  if (writers.length === 0) return `Nothing ever wrote ${seen}.`;
  return `${seen} comes only from what failed: ${list(writers.map(described), 'or')}.`;
}

function seenBy({ f, value, output }: RegisterOperation): RegisterValue | undefined {
  if (f === 'read') return output;
  return f === 'cas' && output !== 'mismatch' ? value[0] : undefined;
}

function described(operation: RegisterOperation): string {
  const { id, lane, invokedAt, settledAt, outcome } = operation;
  const from = formatMs(invokedAt);
  const when = outcome === 'ok' ? `${from} to ${formatMs(settledAt)}` : `from ${from}, ${outcome}`;
  return `operation ${id} (lane ${lane}, ${action(operation)}, ${when})`;
}

function action({ f, value, output }: RegisterOperation): string {
  if (f === 'read') return `read ${named(output ?? null)}`;
  if (f === 'write') return `write ${value}`;
  const [expected, next] = value;
  return `cas ${named(expected)} to ${next}${output === 'mismatch' ? ': mismatch' : ''}`;
}

const named = (value: RegisterValue): string => (value === null ? 'nothing' : String(value));

function list(items: readonly string[], word: 'and' | 'or'): string {
  const shown = items.length > SHOWN ? items.slice(0, SHOWN) : items.slice(0, -1);
  const last = items.length > SHOWN ? `${items.length - SHOWN} more` : items.at(-1);
  return shown.length === 0 ? `${last}` : `${shown.join(', ')} ${word} ${last}`;
}

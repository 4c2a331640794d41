import { UsageError } from './errors.ts';
import {
  eventSchema,
  HISTORY_VERSION,
  type History,
  type HistoryEvent,
  headerSchema,
} from './history.ts';

const hint = 'Give the history.jsonl of a run, as `blackstart run` leaves it in its report folder.';

/**
 * A history from its lines. A damaged line ends it: the sound part before it is returned, with
 * the damage named. Throws a UsageError where there is no sound header to begin with.
 */
export function parseHistory(lines: Iterable<string>, source: string): History {
  const events: HistoryEvent[] = [];
  let header: History['header'] | undefined;
  let number = 0;
  for (const line of lines) {
    number += 1;
    if (line === '') continue;
    if (header === undefined) {
      header = parseHeader(line, source);
      continue;
    }
    const event = eventSchema.safeParse(parseJson(line));
    if (!event.success) {
      return { header, events, damage: `line ${number} is not a whole event: ${excerpt(line)}` };
    }
    events.push(event.data);
  }
  if (header === undefined) {
    throw new UsageError(`${source}: expected a history, found an empty file`, { hint });
  }
  return { header, events };
}

function parseHeader(line: string, source: string): History['header'] {
  const value = parseJson(line);
  const version = versionOf(value);
  if (version !== undefined && version !== HISTORY_VERSION) {
    throw new UsageError(
      `${source}: expected history version ${HISTORY_VERSION}, found version ${version}`,
      { hint: 'Judge it with the Blackstart that wrote it.' },
    );
  }
  const header = headerSchema.safeParse(value);
  if (header.success) return header.data;
  throw new UsageError(
    `${source}: expected a history's header in its first line, found: ${excerpt(line)}`,
    { hint, cause: header.error },
  );
}

function versionOf(value: unknown): unknown {
  const isHistory =
    typeof value === 'object' && value !== null && 'format' in value && 'version' in value;
  return isHistory && value.format === 'blackstart-history' ? value.version : undefined;
}

/** The value of a JSON text; undefined, which is no JSON value, where it is none. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const excerpt = (line: string): string =>
  line.length > 80 ? `${JSON.stringify(line.slice(0, 80))} ...` : JSON.stringify(line);

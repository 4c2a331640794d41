import { UsageError } from './errors.ts';
import { EventLog } from './event-log.ts';
import {
  type EventOf,
  eventSchema,
  HISTORY_VERSION,
  type History,
  headerSchema,
} from './history.ts';
import { withOrders } from './ordered.ts';

const hint = 'Give the history.jsonl of a run, as `blackstart run` leaves it in its report folder.';

/**
 * Takes a history's text as it is read, and keeps no more of it than its events.
 *
 * A damaged line ends it: the sound part before it is kept, with the damage named. Throws a
 * UsageError where there is no sound header to begin with.
 */
export class HistoryParser {
  readonly #source: string;
  readonly #events = new EventLog();
  #header: History['header'] | undefined;
  #damage: string | undefined;
  #lines = 0;

  constructor(source: string) {
    this.#source = source;
  }

  /** Whole lines with their ends between them. */
  push(text: string): void {
    const rest = this.#header === undefined ? this.#takeHeader(text) : text;
    if (rest === undefined || this.#damage !== undefined) return;
    const values = parseTogether(rest) ?? rest.split('\n').map(parseLine);
    for (const [index, value] of values.entries()) {
      this.#lines += 1;
      if (value === EMPTY) continue;
      const event = isPlainOperation(value) ? value : eventSchema.safeParse(value).data;
      const complaint = event === undefined ? 'is not a whole event' : this.#events.push(event);
      if (complaint === undefined) continue;
      const line = rest.split('\n')[index] ?? '';
      this.#damage = `line ${this.#lines} ${event === undefined ? complaint : `does not fit, ${complaint}`}: ${excerpt(line)}`;
      return;
    }
  }

  finish(): History {
    const [planned, events, damage] = [this.#header, this.#events, this.#damage];
    if (planned === undefined) {
      throw new UsageError(`${this.#source}: expected a history, found an empty file`, { hint });
    }
    const header = withOrders(planned, events);
    return damage === undefined ? { header, events } : { header, events, damage };
  }

  /** The lines behind it; undefined where there are none. */
  #takeHeader(text: string): string | undefined {
    const lines = text.split('\n');
    const first = lines.findIndex((line) => line !== '');
    this.#lines += first === -1 ? lines.length : first + 1;
    if (first === -1) return undefined;
    this.#header = parseHeader(lines[first] ?? '', this.#source);
    const rest = lines.slice(first + 1);
    return rest.length === 0 ? undefined : rest.join('\n');
  }
}

/**
 * Whether a value is an invocation with a number, or an answer without anything beside: nearly all
 * lines of a history are one of the two, and the schema takes as long for one as reading it does.
 */
export function isPlainOperation(value: unknown): value is EventOf<'invoke' | 'ok'> {
  if (!isRecord(value)) return false;
  const { type, t, workload, id } = value;
  if (typeof t !== 'number' || typeof workload !== 'string' || !Number.isSafeInteger(id)) {
    return false;
  }
  const fields = Object.keys(value).length;
  if (type === 'ok') return fields === 5 && typeof value['machine'] === 'string';
  return (
    type === 'invoke' &&
    fields === 8 &&
    Number.isSafeInteger(value['lane']) &&
    typeof value['due'] === 'number' &&
    typeof value['f'] === 'string' &&
    typeof value['value'] === 'number'
  );
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** A line without anything on it, as at the end of a file. */
const EMPTY = Symbol('empty');

const parseLine = (line: string): unknown => (line === '' ? EMPTY : parseJson(line));

/**
 * The values of lines that are all sound, in one go: half again as fast as one by one. Undefined
 * where any line is damaged or empty.
 */
function parseTogether(text: string): readonly unknown[] | undefined {
  const values = parseJson(`[${text.replaceAll('\n', ',')}]`);
  return Array.isArray(values) && values.length === linesIn(text) ? values : undefined;
}

function linesIn(text: string): number {
  let count = 1;
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) count += 1;
  return count;
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

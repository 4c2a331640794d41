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
 * Takes a history's text as it is read, and keeps no more of it than its events.
 *
 * A damaged line ends it: the sound part before it is kept, with the damage named. Throws a
 * UsageError where there is no sound header to begin with.
 */
export class HistoryParser {
  readonly #source: string;
  readonly #events: HistoryEvent[] = [];
  #header: History['header'] | undefined;
  #damage: string | undefined;
  #lines = 0;

  constructor(source: string) {
    this.#source = source;
  }

  /** Whole lines with their ends between them. */
  push(text: string): void {
    const lines = text.split('\n');
    const rest = this.#header === undefined ? this.#takeHeader(lines) : lines;
    const values = parseTogether(rest);
    for (const [index, line] of rest.entries()) {
      if (this.#damage !== undefined) return;
      this.#lines += 1;
      if (line !== '')
        this.#takeEvent(values === undefined ? parseJson(line) : values[index], line);
    }
  }

  finish(): History {
    const [header, events, damage] = [this.#header, this.#events, this.#damage];
    if (header === undefined) {
      throw new UsageError(`${this.#source}: expected a history, found an empty file`, { hint });
    }
    return damage === undefined ? { header, events } : { header, events, damage };
  }

  /** The lines behind it. */
  #takeHeader(lines: readonly string[]): readonly string[] {
    const first = lines.findIndex((line) => line !== '');
    this.#lines += first === -1 ? lines.length : first + 1;
    if (first === -1) return [];
    this.#header = parseHeader(lines[first] ?? '', this.#source);
    return lines.slice(first + 1);
  }

  #takeEvent(value: unknown, line: string): void {
    const event = eventSchema.safeParse(value);
    if (event.success) this.#events.push(event.data);
    else this.#damage = `line ${this.#lines} is not a whole event: ${excerpt(line)}`;
  }
}

/**
 * The values of lines that are all sound, in one go: half again as fast as one by one. Undefined
 * where any line is damaged or empty.
 */
function parseTogether(lines: readonly string[]): readonly unknown[] | undefined {
  const values = parseJson(`[${lines.join(',')}]`);
  return Array.isArray(values) && values.length === lines.length ? values : undefined;
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

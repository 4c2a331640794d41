/** Facts a person needs to act on a failure: names and values, never free text. */
export type Facts = Readonly<Record<string, unknown>>;

export interface HarnessErrorOptions {
  /** What to do next, as one sentence or as commands to type. */
  readonly hint: string;
  readonly facts?: Facts;
  readonly cause?: unknown;
}

/**
 * The harness, its engine or its surroundings failed: no statement about the system under test.
 *
 * A system that misbehaves is data in the history, and a programmer's mistake is an assertion:
 * neither is ever thrown as a HarnessError.
 */
export class HarnessError extends Error {
  readonly code: string;
  readonly hint: string;
  readonly facts: Facts;

  constructor(code: string, message: string, { hint, facts = {}, cause }: HarnessErrorOptions) {
    super(message, { cause });
    this.name = 'HarnessError';
    this.code = code;
    this.hint = hint;
    this.facts = facts;
  }
}

/** The caller asked for something that does not exist or does not fit (exit code 64). */
export class UsageError extends HarnessError {
  constructor(message: string, options: HarnessErrorOptions) {
    super('USAGE', message, options);
    this.name = 'UsageError';
  }
}

/** The message of anything that was thrown, with that of its cause. */
export function messageOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  if (thrown instanceof AggregateError) return thrown.errors.map(messageOf).join('; ');
  if (thrown instanceof SuppressedError) {
    return `${messageOf(thrown.suppressed)}; and then, while cleaning up: ${messageOf(thrown.error)}`;
  }
  return thrown.message || thrown.name;
}

/** The code by which libraries and kernels name an error; UNKNOWN where it has none. */
export function codeOf(thrown: unknown): string {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  return typeof code === 'string' ? code : 'UNKNOWN';
}

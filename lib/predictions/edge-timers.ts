import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The knobs that recovery depends on. */
export interface VrrpTimers {
  readonly advertMs: number;
  /** How many announcements must be missing. */
  readonly downAdverts: number;
  readonly skewMs: number;
  readonly scriptIntervalMs: number;
  readonly scriptTimeoutMs: number;
  readonly scriptFall: number;
}

export interface CheckTimers {
  readonly interMs: number;
  readonly fastInterMs: number;
  readonly fall: number;
  readonly connectMs: number;
  /** What a check waits for an answer once it is connected. */
  readonly checkMs: number;
}

export type Timers = VrrpTimers & CheckTimers;

/** keepalived.conf(5), with its defaults, as far as one instance and one script go. */
export function parseKeepalived(folders: readonly string[], backupPriority: number): VrrpTimers {
  const words = wordsOf(lastFile(folders, 'keepalived.conf'));
  const value = (name: string, unless: number) => numberAfter(words, name, unless);
  const version = value('version', value('vrrp_version', 2));
  const advertMs = value('advert_int', 1) * 1_000;
  const interval = value('interval', 1);
  return {
    advertMs,
    downAdverts: value('down_timer_adverts', 3),
    // Version 2 has a skew of up to a second, version 3 of up to one advert_int.
    skewMs: ((256 - backupPriority) / 256) * (version === 3 ? advertMs : 1_000),
    scriptIntervalMs: interval * 1_000,
    scriptTimeoutMs: value('timeout', interval) * 1_000,
    scriptFall: value('fall', 1),
  };
}

/** HAProxy's configuration manual 5.2 and 4.2, with its defaults, where all servers are alike. */
export function parseHaproxy(folders: readonly string[]): CheckTimers {
  const text = lastFile(folders, 'haproxy.cfg');
  const words = wordsOf(text);
  if (!words.includes('check')) {
    const never = Number.POSITIVE_INFINITY;
    return { interMs: never, fastInterMs: never, fall: 3, connectMs: 0, checkMs: 0 };
  }
  const interMs = durationAfter(words, 'inter') ?? 2_000;
  return {
    interMs,
    fastInterMs: durationAfter(words, 'fastinter') ?? interMs,
    fall: numberAfter(words, 'fall', 3),
    connectMs: durationAfter(words, 'timeout connect') ?? interMs,
    checkMs: durationAfter(words, 'timeout check') ?? interMs,
  };
}

/** The last folder that has the file: it lies on top. */
function lastFile(folders: readonly string[], name: string): string {
  const path = folders.map((folder) => join(folder, name)).findLast((one) => existsSync(one));
  if (path !== undefined) return readFileSync(path, 'utf8');
  throw new RangeError(`edge prediction: expected ${name} in ${folders.join(' or ')}`);
}

/** All words, without comments. */
const wordsOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.replace(/[#!].*/, ''))
    .join(' ')
    .split(/\s+/);

function after(words: readonly string[], name: string): string | undefined {
  const names = name.split(' ');
  const at = words.findIndex((_, index) =>
    names.every((one, offset) => words[index + offset] === one),
  );
  return at === -1 ? undefined : words[at + names.length];
}

function numberAfter(words: readonly string[], name: string, unless: number): number {
  const text = after(words, name);
  if (text === undefined) return unless;
  const value = Number(text);
  if (value > 0) return value;
  throw new RangeError(`${name}: expected a number, found '${text}'`);
}

const UNITS: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1_000, m: 60_000 };

/** HAProxy's manual 2.5: milliseconds, unless a unit follows. */
function durationAfter(words: readonly string[], name: string): number | undefined {
  const text = after(words, name);
  if (text === undefined) return undefined;
  const [, digits = '', unit = 'ms'] = text.match(/^(\d+)(us|ms|s|m)?$/) ?? [];
  const scale = UNITS[unit];
  if (digits !== '' && scale !== undefined) return Number(digits) * scale;
  throw new RangeError(`${name}: expected a duration like 2s or 500ms, found '${text}'`);
}

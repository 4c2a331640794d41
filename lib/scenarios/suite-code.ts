import { relative, sep } from 'node:path';
import { inSuites } from './case.ts';
import type { Named } from './named.ts';

/** Notes that a word must be imported. */
export type Say = (word: string) => string;

/** What fits on a line with its name is on one. */
const FITS = 80;

/** On one line, or a line each. */
export function list(items: readonly string[]): string {
  const line = `[${items.join(', ')}]`;
  if (line.length <= FITS) return line;
  return `[\n${items.map((item) => `    ${item},\n`).join('')}  ]`;
}

/** A recipe, asked with its options; beside it, as the file has it. */
export function call(named: Named, written: unknown, say: Say): string {
  if (typeof named === 'string') return `${say(inSuites(named))}()`;
  const [[word, told] = ['', {}]] = Object.entries(named);
  const inFile = typeof written === 'object' && written !== null ? Object.values(written)[0] : {};
  return `${say(inSuites(word))}(${literal(told, inFile, say)})`;
}

/** A value as code; beside it, as the file has it. */
export function literal(value: unknown, written: unknown, say: Say): string {
  if (typeof value === 'number') {
    return typeof written === 'string' ? durationCode(value, say) : count(value);
  }
  if (typeof value === 'string') return textOrFolder(value, written, say);
  const of = (key: string | number): unknown => (written as Readonly<Record<string, unknown>>)[key];
  if (Array.isArray(value)) {
    return `[${value.map((item, index) => literal(item, of(index), say)).join(', ')}]`;
  }
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  const fields = entries.map(([key, inner]) => `${keyOf(key)}: ${literal(inner, of(key), say)}`);
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}

/** With its unit. */
export const durationCode = (ms: number, say: Say): string =>
  ms % 1_000 === 0 || (ms > 1_000 && ms % 100 === 0)
    ? `${say('seconds')}(${count(ms / 1_000)})`
    : `${say('milliseconds')}(${count(ms)})`;

/** With a mark between thousands. */
export const count = (value: number): string =>
  Number.isSafeInteger(value) ? String(value).replaceAll(/\B(?=(\d{3})+$)/g, '_') : String(value);

/** A string, in quotes. */
export const text = (value: string): string =>
  `'${JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;

const FIXTURES = 'blackstart:fixtures/';

function textOrFolder(value: string, written: unknown, say: Say): string {
  if (typeof written !== 'string' || written === value) return text(value);
  if (written.startsWith(FIXTURES)) {
    return `${say('fixtureFolder')}(${text(written.slice(FIXTURES.length))})`;
  }
  const fromHere = relative(process.cwd(), value);
  return text((fromHere.startsWith('..') ? value : fromHere).split(sep).join('/'));
}

const keyOf = (key: string): string => (/^[A-Za-z_$][\w$]*$/.test(key) ? key : text(key));

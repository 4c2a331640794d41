import type { z } from 'zod';
import type { Path, Problem } from './problem.ts';
import { foundOneOf, show, valueAt } from './problem.ts';
import { keysAt } from './schema-keys.ts';

type Issue = z.core.$ZodIssue;

/** What a schema has against a document, each at its place, in the words of this project. */
export const schemaProblems = (
  schema: z.ZodType,
  document: unknown,
  issues: readonly Issue[],
): readonly Problem[] =>
  telling(issues).flatMap((issue) => problemsOf(issue, issue.path as Path, { schema, document }));

/** Which keys there must be says nothing where there is one that nobody knows. */
function telling(issues: readonly Issue[]): readonly Issue[] {
  const strangeAt = new Set(
    issues.filter(({ code }) => code === 'unrecognized_keys').map(({ path }) => path.join('.')),
  );
  return issues.filter(({ code, path }) => code !== 'custom' || !strangeAt.has(path.join('.')));
}

interface Context {
  readonly schema: z.ZodType;
  readonly document: unknown;
}

function problemsOf(issue: Issue, path: Path, context: Context): readonly Problem[] {
  const value = valueAt(context.document, path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => strange(key, path, context));
    case 'invalid_union':
      return ofUnion(issue, path, context);
    case 'invalid_type':
      return [{ path, message: ofType(issue, path, value) }];
    case 'invalid_value':
      return [{ path, message: ofValue(issue, value) }];
    case 'too_small':
      return [{ path, message: `expected at least ${least(issue)}, found ${show(value)}` }];
    case 'too_big':
      return [{ path, message: `expected at most ${issue.maximum}, found ${show(value)}` }];
    default:
      return [{ path, message: found(issue.message, value) }];
  }
}

const FEW = 4;

function ofValue({ values }: z.core.$ZodIssueInvalidValue, value: unknown): string {
  const known = values.map(String);
  if (values.length > FEW) return `expected another value, ${foundOneOf(known, value)}`;
  const isText = values.every((one) => typeof one === 'string');
  const quotes = isText && typeof value === 'number' ? '; put it in quotes' : '';
  return `expected ${values.map(show).join(' or ')}, found ${show(value)}${quotes}`;
}

const least = ({ minimum, inclusive, origin }: z.core.$ZodIssueTooSmall): string =>
  origin === 'string' || origin === 'array'
    ? `${minimum} ${origin === 'array' ? 'entry' : 'character'}`
    : inclusive === false
      ? `more than ${minimum}`
      : `${minimum}`;

const found = (message: string, value: unknown): string =>
  message.includes('found') ? message : `${message}, found ${show(value)}`;

function ofType({ expected }: z.core.$ZodIssueInvalidType, path: Path, value: unknown): string {
  const last = path.at(-1);
  if (value === undefined)
    return `expected ${typeof last === 'string' ? `'${last}'` : 'an entry'}, found nothing`;
  const quotes = expected === 'string' && typeof value !== 'object' ? '; put it in quotes' : '';
  return `expected ${names[expected] ?? expected}, found ${show(value)}${quotes}`;
}

const names: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'a map of settings',
  record: 'a map',
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

function strange(key: string, path: Path, { schema }: Context): Problem {
  const known = keysAt(schema, path);
  const expected =
    known.length === 0
      ? `expected no settings, found '${key}'`
      : `expected what it knows, ${foundOneOf(known, key)}`;
  return { path, key, message: expected };
}

/** Of the branches of a union that which was meant: the one that got furthest. */
function ofUnion(
  issue: z.core.$ZodIssueInvalidUnion,
  path: Path,
  context: Context,
): readonly Problem[] {
  const depth = (issues: readonly Issue[]) => Math.max(...issues.map((one) => one.path.length));
  const isInside = (one: Issue) =>
    one.path.length > 0 || one.code === 'unrecognized_keys' || one.code === 'custom';
  const [meant] = issue.errors
    .filter((issues) => issues.some(isInside))
    .toSorted((one, other) => depth(other) - depth(one));
  if (meant !== undefined) {
    return telling(meant).flatMap((one) =>
      problemsOf(one, [...path, ...(one.path as Path)], context),
    );
  }
  return [{ path, message: found(issue.message, valueAt(context.document, path)) }];
}

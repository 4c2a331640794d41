import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { messageOf, UsageError } from '../core/errors.ts';
import { type Expectation, expectationSchema } from '../core/history.ts';

const hint =
  'It is a list, in JSON or YAML, for example [{ "measure": "rto.all", "atMost": 8000 }]; bounds on times are in ms.';

/** Expectations from a file: what a stored history is held against in place of its own. */
export function readExpectations(path: string): readonly Expectation[] {
  const checked = z.array(expectationSchema.strict()).min(1).safeParse(parseFile(path));
  if (checked.success) return checked.data;
  const wrong = checked.error.issues.map(
    ({ path: where, message }) => `${where.join('.') || 'the file'}: ${message}`,
  );
  throw new UsageError(`${path}: expected a list of expectations; ${wrong.join('; ')}`, { hint });
}

function parseFile(path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new UsageError(`${path}: expected a file with expectations: ${messageOf(cause)}`, {
      hint,
      cause,
    });
  }
}

import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { messageOf, UsageError } from '../core/errors.ts';
import { relativeTo } from '../core/folder-schema.ts';
import type { Scenario } from '../core/scenario.ts';
import { documentSchema } from './document.ts';
import { formatPath, type Problem } from './problem.ts';
import { scenarioOf } from './scenario-of.ts';
import { schemaProblems } from './schema-problems.ts';
import { type ParsedYaml, parseYaml } from './yaml-positions.ts';

const hint =
  'docs/scenarios.md shows a whole file; docs/scenario.schema.json lets editors complete it.';

/**
 * The scenario of a file, in YAML or JSON. Folders in it are relative to the file.
 *
 * @throws UsageError that says of each problem file, line, value and what was expected
 */
export function readScenario(path: string): Scenario {
  const parsed = parseYaml(read(path));
  if (parsed.errors.length > 0) throw refusal(path, parsed.errors);
  return relativeTo(dirname(resolve(path)), () => {
    const checked = documentSchema.safeParse(parsed.value);
    if (!checked.success) {
      throw refused(
        path,
        schemaProblems(documentSchema, parsed.value, checked.error.issues),
        parsed,
      );
    }
    const scenario = scenarioOf(checked.data);
    if ('name' in scenario) return { ...scenario, file: path };
    throw refused(path, scenario, parsed);
  });
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new UsageError(`${path}: expected a file with a scenario: ${messageOf(cause)}`, {
      hint,
      cause,
    });
  }
}

/** Each at its line, in their order. */
function refused(path: string, problems: readonly Problem[], parsed: ParsedYaml): UsageError {
  const placed = problems
    .map((problem) => ({ ...parsed.placeOf(problem), problem }))
    .toSorted((one, other) => one.line - other.line || one.column - other.column)
    .map(({ line, column, problem: { path: where, message } }) => {
      const what = formatPath(where);
      return `${line}:${column}: ${what === '' ? '' : `${what}: `}${message}`;
    });
  return refusal(path, placed);
}

const refusal = (path: string, problems: readonly string[]): UsageError =>
  new UsageError([...new Set(problems)].map((problem) => `${path}:${problem}`).join('\n'), {
    hint,
  });

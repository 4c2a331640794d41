import { UsageError } from '../core/errors.ts';
import type { Report } from '../core/report.ts';
import type { RunResult } from '../harness/run-scenario.ts';

/** What a matcher looks at. */
export interface Judged {
  readonly report: Report;
  /** The report's page, where one was written. */
  readonly page: string | undefined;
}

/** Takes what `runScenario` or `judgeFile` gave; throws a UsageError for anything else. */
export function judgedFrom(received: unknown): Judged {
  if (isRunResult(received)) return { report: received.report, page: received.files.html };
  if (isReport(received)) return { report: received, page: undefined };
  const found = received instanceof Promise ? 'a promise' : `a value of type ${typeof received}`;
  throw new UsageError(`expected a RunResult or a Report, found ${found}`, {
    hint: 'Give what runScenario or judgeFile resolves to: expect(await runScenario(...)).',
  });
}

function isRunResult(value: unknown): value is RunResult {
  return has(value, 'report') && has(value, 'files') && isReport(value.report);
}

function isReport(value: unknown): value is Report {
  return has(value, 'history') && has(value, 'measurements') && has(value, 'verdict');
}

const has = <Key extends string>(value: unknown, key: Key): value is Record<Key, unknown> =>
  typeof value === 'object' && value !== null && key in value;

import { z } from 'zod';
import { UsageError } from '../core/errors.ts';
import type { Scenario } from '../core/scenario.ts';
import type { Blow } from '../core/schedule.ts';
import type { Topology } from '../core/topology.ts';
import type { Workload } from '../core/workload.ts';
import { topologies } from '../topologies/index.ts';
import { workloads } from '../workloads/index.ts';
import { blowSchema, documentSchema, type ScenarioDocument } from './document.ts';
import { unserved } from './misfits.ts';
import { namedSchema } from './named.ts';
import { formatPath, type Path, type Problem } from './problem.ts';
import { blowAt, make, scenarioOf } from './scenario-of.ts';
import { schemaProblems } from './schema-problems.ts';

/** What is said a piece at a time, in the words of files of scenarios, and where those are written down. */
const hint = 'docs/scenario-settings.md has every topology, workload and fault with its settings.';

/** A whole scenario, as a file would say it. */
export function scenarioInWords(said: unknown): {
  readonly document: ScenarioDocument;
  readonly scenario: Scenario;
} {
  const document = checked(documentSchema, said);
  const scenario = scenarioOf(document);
  if ('name' in scenario) return { document, scenario };
  throw refusal(scenario);
}

const topologySchema = z.strictObject({ topology: namedSchema('topology', topologies) });

/** A topology with its settings. */
export function topologyInWords(said: unknown): Topology {
  const { topology: named } = checked(topologySchema, { topology: said });
  const problems: Problem[] = [];
  const topology = make(named, topologies, ['topology'], (...found) => problems.push(...found));
  if (topology === undefined) throw refusal(problems);
  return topology;
}

/** Fault and target of a blow at a topology. */
export function blowInWords(
  said: Readonly<Record<'fault' | 'target', unknown>>,
  topology: Topology,
): Pick<Blow, 'fault' | 'target'> {
  const words = checked(blowSchema, { at: 0, ...said });
  const problems: Problem[] = [];
  const blow = blowAt(words, 0, topology, (...found) => problems.push(...found));
  if (blow === undefined || problems.length > 0) throw refusal(problems);
  return blow;
}

const loadSchema = z.strictObject({ load: namedSchema('workload', workloads) });

/** A workload that a topology serves. */
export function workloadInWords(said: unknown, topology: Topology): Workload {
  const { load } = checked(loadSchema, { load: said });
  const problems: Problem[] = [];
  const workload = make(load, workloads, ['load'], (...found) => problems.push(...found));
  if (workload !== undefined) problems.push(...unserved(workload, topology, ['load']));
  if (workload === undefined || problems.length > 0) throw refusal(problems);
  return workload;
}

function checked<T>(schema: z.ZodType<T>, said: unknown): T {
  const result = schema.safeParse(said);
  if (result.success) return result.data;
  throw refusal(schemaProblems(schema, said, result.error.issues));
}

const refusal = (problems: readonly Problem[]): UsageError =>
  new UsageError(
    [...new Set(problems.map(({ path, message }) => `${placeOf(path)}${message}`))].join('\n  '),
    { hint },
  );

/** Without what only a file has: positions in a schedule. */
function placeOf(path: Path): string {
  const place = formatPath(path[0] === 'schedule' ? path.slice(2) : path);
  return place === '' ? '' : `${place}: `;
}

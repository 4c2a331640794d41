import { chaos } from '../core/chaos.ts';
import { messageOf, UsageError } from '../core/errors.ts';
import type { Recipe } from '../core/recipe.ts';
import type { Scenario } from '../core/scenario.ts';
import type { Blow } from '../core/schedule.ts';
import type { Topology } from '../core/topology.ts';
import type { Workload } from '../core/workload.ts';
import { faults } from '../faults/index.ts';
import { topologies } from '../topologies/index.ts';
import { workloads } from '../workloads/index.ts';
import { blowOf } from './blow-words.ts';
import type { BlowWords, ScenarioDocument } from './document.ts';
import { expectationOf } from './expectation-words.ts';
import { astray, type Known, pointless, refusedSettings, sameNames, unserved } from './misfits.ts';
import { chosen, type Named } from './named.ts';
import type { Path, Problem } from './problem.ts';
import { targetOf } from './target-words.ts';

export type Report = (...problems: readonly Problem[]) => void;

/**
 * The scenario that a document means, as a suite would make it; or what is wrong with it. A document
 * fits its schema already: what is left is what does not fit together.
 */
export function scenarioOf(document: ScenarioDocument): Scenario | readonly Problem[] {
  const problems: Problem[] = [];
  const report: Report = (...found) => problems.push(...found);
  const topology = make(document.topology, topologies, ['topology'], report);
  const load = loadOf(document, topology, report);
  const schedule = document.schedule.map((words, index) => blowAt(words, index, topology, report));
  const known: Known = {
    blows: schedule.length,
    workloads: load.every(isThere) ? load.map(({ name }) => name) : undefined,
    systems: topology?.systems.map(({ name }) => name),
  };
  const expect = document.expect.map((words, index) => {
    const expectation = expectationOf(words);
    const path = ['expect', index];
    if (typeof expectation === 'string')
      report({ path: [...path, 'atMost'], message: expectation });
    else report(...pointless(expectation, known, path));
    return typeof expectation === 'string' ? undefined : expectation;
  });
  if (topology === undefined || problems.length > 0) return problems;
  const { name, title, timing } = document;
  return chaos(name, {
    title,
    topology,
    workloads: load.filter(isThere),
    schedule: schedule.filter(isThere),
    expect: expect.filter(isThere),
    ...(timing === undefined ? {} : { timing: withoutUndefined(timing) }),
  });
}

function loadOf(
  { workloads: named }: ScenarioDocument,
  topology: Topology | undefined,
  report: Report,
): readonly (Workload | undefined)[] {
  const load = named.map((one, index) => {
    const path = ['workloads', index];
    const workload = make(one, workloads, path, report);
    if (workload !== undefined && topology !== undefined) {
      report(...unserved(workload, topology, path));
    }
    return workload;
  });
  report(...sameNames(load));
  return load;
}

/** The blow that words mean; what is wrong with them is reported. */
export function blowAt(
  words: BlowWords,
  index: number,
  topology: Topology | undefined,
  report: Report,
): Blow | undefined {
  const path = ['schedule', index];
  const target = targetOf(words.target);
  if (topology !== undefined) {
    report(...astray(target, topology, { path: [...path, 'target'], index }));
  }
  const specs = faults.map(({ recipe }) => recipe);
  const spec = make(words.fault, specs, [...path, 'fault'], report);
  if (spec === undefined) return undefined;
  report(...refusedSettings(spec, [...path, 'fault']));
  return blowOf(words, spec, target);
}

const isThere = <T>(value: T | undefined): value is T => value !== undefined;

const withoutUndefined = <T extends object>(
  values: T,
): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };

/** What a recipe refuses is a problem of the document, at the setting that it speaks of. */
export function make<Made extends object>(
  named: Named,
  recipes: readonly Recipe<Made>[],
  path: Path,
  report: Report,
): Made | undefined {
  const { recipe, told } = chosen(named, recipes);
  try {
    return recipe.make(told);
  } catch (error) {
    if (!isAboutInput(error)) throw error;
    const message = messageOf(error);
    const setting = Object.keys(told).find((key) => new RegExp(`\\b${key}\\b`).test(message));
    const inner = typeof named === 'string' ? [] : [recipe.word];
    report({
      path: [...path, ...inner, ...(setting === undefined ? [] : [setting])],
      message: withHint(error),
    });
    return undefined;
  }
}

/** Wrong usage, or a file or folder that is not there. */
const isAboutInput = (error: unknown): boolean =>
  error instanceof UsageError ||
  error instanceof RangeError ||
  (error instanceof Error && 'code' in error && error.code === 'ENOENT');

const withHint = (error: unknown): string =>
  error instanceof UsageError ? `${error.message} (${error.hint})` : messageOf(error);

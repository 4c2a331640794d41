import { z } from 'zod';
import { UsageError } from '../core/errors.ts';
import type { FaultSpec } from '../core/fault.ts';
import type { Expectation } from '../core/history.ts';
import type { Target } from '../core/target.ts';
import type { Topology } from '../core/topology.ts';
import type { Workload } from '../core/workload.ts';
import { faults } from '../faults/index.ts';
import { checkTarget } from '../run/check-target.ts';
import { type Path, type Problem, show, valueAt } from './problem.ts';

/** A workload that no system of the topology understands, or that the one it means can't carry out. */
export function unserved(
  { system, vocabulary, settings = {} }: Workload,
  { systems }: Topology,
  path: Path,
): readonly Problem[] {
  const served = systems.find(({ name }) => name === system)?.vocabularies[vocabulary];
  if (served !== undefined) {
    const because = served.refuses?.(settings);
    return because === undefined
      ? []
      : [{ path, message: `${vocabulary} on ${system}: ${because}` }];
  }
  const others = systems.filter(({ vocabularies }) => vocabularies[vocabulary] !== undefined);
  const [only] = others;
  const missing = others.length === 1 && only?.vocabularies[vocabulary]?.refuses?.(settings);
  if (only !== undefined && typeof missing === 'string') {
    return [{ path, message: `${vocabulary} on ${only.name}: ${missing}` }];
  }
  const known = systems.flatMap(({ name, vocabularies }) =>
    Object.keys(vocabularies).map((one) => `${one} on ${name}`),
  );
  const message = `expected what the topology serves (${known.join(', ')}), found ${vocabulary} on ${system}; say whom it asks with on`;
  return [{ path, message }];
}

/** Workloads of one name: nobody could tell them apart. */
export const sameNames = (load: readonly (Workload | undefined)[]): readonly Problem[] =>
  load.flatMap((workload, index) => {
    const isFirst = load.findIndex((other) => other?.name === workload?.name) === index;
    if (workload === undefined || isFirst) return [];
    const message = `expected a name of its own, found a second '${workload.name}'; give one with name`;
    return [{ path: ['workloads', index], message }];
  });

/** A target that is nobody's. */
export function astray(
  target: Target,
  topology: Topology,
  { path, index }: { readonly path: Path; readonly index: number },
): readonly Problem[] {
  try {
    checkTarget(target, topology, index);
    return [];
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return [{ path, message: error.message.replace(/^blow \d+: /, '') }];
  }
}

/** Settings that the fault's own schema refuses: it holds what they must be together. */
export function refusedSettings({ kind, settings }: FaultSpec, path: Path): readonly Problem[] {
  try {
    faults.find((one) => one.kind === kind)?.bind(settings);
    return [];
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    return error.issues.map(({ path: setting, message }) => ({
      path: [...path, kind, ...(setting as Path)],
      message: `${message}, found ${show(valueAt(settings, setting as Path))}`,
    }));
  }
}

/** What expectations may be about. */
export interface Known {
  readonly blows: number;
  /** Undefined where not all are known. */
  readonly workloads: readonly string[] | undefined;
  readonly systems: readonly string[] | undefined;
}

/** An expectation of something that there is not. */
export function pointless(
  { blow, workload, system }: Expectation,
  { blows, workloads, systems }: Known,
  path: Path,
): readonly Problem[] {
  const unknown = (
    key: string,
    what: string,
    name: string | undefined,
    names: readonly string[] | undefined,
  ): readonly Problem[] =>
    name === undefined || names === undefined || names.includes(name)
      ? []
      : [
          {
            path: [...path, key],
            message: `expected ${what} (${names.join(', ')}), found '${name}'`,
          },
        ];
  const message = `expected a blow of the schedule (1 to ${blows}), found ${(blow ?? 0) + 1}`;
  return [
    ...(blow === undefined || blow < blows ? [] : [{ path: [...path, 'ofBlow'], message }]),
    ...unknown('ofWorkload', 'a workload', workload, workloads),
    ...unknown('ofSystem', 'a system', system, systems),
  ];
}

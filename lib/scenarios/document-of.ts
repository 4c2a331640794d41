import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { AnyFault, FaultSpec } from '../core/fault.ts';
import { originOf } from '../core/recipe.ts';
import type { Scenario } from '../core/scenario.ts';
import { faults } from '../faults/index.ts';
import { wordsOfBlow } from './blow-words.ts';
import type { ScenarioDocument } from './document.ts';
import { wordsOfExpectation } from './expectation-words.ts';
import { type Named, nameOf } from './named.ts';

/** What a scenario has that no file can say. */
export interface Inexpressible {
  readonly because: readonly string[];
}

/** A scenario as a file would have it: its document, or why there is none. */
export function documentOf(scenario: Scenario): ScenarioDocument | Inexpressible {
  const because: string[] = [];
  const named = (what: string, made: object): Named => {
    const origin = originOf(made);
    if ('told' in origin) return nameOf(origin.word, origin.told);
    because.push(`${what}: ${origin.because}`);
    return '';
  };
  const { name, title, topology, workloads, schedule, expect, timing } = scenario;
  if (workloads.length === 0) because.push('workloads: a file asks for one at least');
  const document: ScenarioDocument = {
    name,
    title,
    topology: named(`topology ${topology.name}`, topology),
    workloads: workloads.map((workload) => named(`workload ${workload.name}`, workload)),
    schedule: schedule.map((blow, index) => {
      const fault = faultWords(blow.fault);
      if (fault === undefined) because.push(`blow ${index + 1}: no fault makes these settings`);
      return wordsOfBlow(blow, fault ?? '');
    }),
    expect: expect.map(wordsOfExpectation),
    ...(timing === undefined ? {} : { timing }),
  };
  return because.length === 0 ? document : { because };
}

/** Settings that say how long a harm lasts, by the fault's own word; or it does not last. */
const LASTS = ['lasts', 'downFor', 'offFor', undefined];

type Told = Readonly<Record<string, unknown>>;

/**
 * How a file asks for a fault of these settings: from the settings alone, which a history has as well.
 * What is the default goes without saying.
 */
function faultWords(spec: FaultSpec): Named | undefined {
  const fault = faults.find(({ kind }) => kind === spec.kind);
  if (fault === undefined) return undefined;
  const told = LASTS.flatMap((lasts): Told[] => {
    const duration = lasts === undefined ? {} : { [lasts]: spec.lastsMs };
    const settings = Object.entries(spec.settings).filter(([, value]) => value !== null);
    const lists = settings.map(([name, value]) => [name, asList(value)] as const);
    return [settings, lists].map((one) => ({ ...duration, ...Object.fromEntries(one) }));
  }).find((one) => makes(fault, one, spec));
  return told === undefined ? undefined : nameOf(fault.kind, shortest(fault, told, spec));
}

/** Settings are single values: a list of names is its names with blanks between them. */
const asList = (value: unknown): unknown =>
  typeof value === 'string' ? value.split(' ').filter((name) => name !== '') : value;

function makes({ recipe }: AnyFault, told: Told, spec: FaultSpec): boolean {
  return z.safeEncode(recipe.options, told).success && isDeepStrictEqual(recipe.make(told), spec);
}

/** Without what is so anyway. */
const shortest = (fault: AnyFault, told: Told, spec: FaultSpec): Told =>
  Object.keys(told).reduce<Told>((kept, name) => {
    const { [name]: _, ...less } = kept;
    return makes(fault, less, spec) ? less : kept;
  }, told);

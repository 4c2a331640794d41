import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Scenario } from '../core/scenario.ts';
import { faults } from '../faults/index.ts';
import * as door from '../index.ts';
import { measures } from '../measures/index.ts';
import { documentSchema, type WrittenDocument } from './document.ts';
import { documentOf } from './document-of.ts';
import { wordedExpectations } from './expectation-words.ts';
import { scenarioOf } from './scenario-of.ts';
import { written, yamlOf } from './write-scenario.ts';
import { suiteOf } from './write-suite.ts';

const ms = fc.integer({ min: 1, max: 600_000 });
const duration = fc.oneof(
  ms,
  ms.map((value) => `${value}ms`),
  ms.map((value) => `${value}s`),
);
const part = fc.integer({ min: 1, max: 100 }).map((percent) => percent / 100);
const machine = fc.constantFrom('galera-1', 'galera-2', 'galera-3');

/** Settings of each fault, as a file may have them. */
const settings: Readonly<Record<string, fc.Arbitrary<object>>> = {
  restart: fc.constant({}),
  kill: fc.record({ downFor: duration }),
  stop: fc.record({ downFor: duration }),
  'power-cycle': fc.oneof(
    fc.record({ offFor: duration }),
    fc.record({
      offFor: duration,
      backEveryMs: ms,
      backIn: fc.constantFrom('forward', 'reverse'),
    }),
  ),
  reboot: fc.record({ offFor: duration }),
  partition: fc.record(
    {
      lasts: duration,
      shape: fc.constantFrom('isolate', 'halves', 'bridge', 'ring'),
      direction: fc.constantFrom('both', 'in', 'out'),
      clients: fc.constantFrom('everywhere', 'with-targets', 'with-others'),
    },
    { requiredKeys: ['lasts'] },
  ),
  degrade: fc.record(
    {
      lasts: duration,
      loss: part,
      delayMs: fc.integer({ min: 0, max: 60_000 }),
      corrupt: part,
      kbitPerSecond: ms,
      toward: fc.uniqueArray(fc.oneof(machine, fc.constant('clients')), { minLength: 1 }),
    },
    { requiredKeys: ['lasts', 'loss'] },
  ),
  'clock-skew': fc.record(
    {
      lasts: duration,
      jumpMs: fc.oneof(
        ms,
        ms.map((value) => `-${value}s`),
      ),
      drift: part,
    },
    { requiredKeys: ['lasts', 'jumpMs'] },
  ),
  'disk-slow': fc.record(
    { lasts: duration, delayMs: fc.integer({ min: 1, max: 60_000 }), kibPerSecond: ms },
    { requiredKeys: ['lasts', 'delayMs'] },
  ),
  'disk-error': fc.record(
    { lasts: duration, error: fc.constantFrom('read', 'write', 'all') },
    { requiredKeys: ['lasts'] },
  ),
  'cpu-starve': fc.record({ lasts: duration, cpus: part }),
  'memory-squeeze': fc.record({ lasts: duration, memoryMiB: fc.integer({ min: 8, max: 999 }) }),
};

const fault = fc.oneof(
  ...faults.map(({ kind }) =>
    (settings[kind] ?? fc.record({ lasts: duration })).map((told) => ({ [kind]: told })),
  ),
);

const further = {
  of: fc.constant('galera'),
  service: fc.constant('mariadb'),
  order: fc.oneof(fc.constantFrom('together', 'rolling'), fc.record({ everyMs: duration })),
};
const selector = fc.oneof(
  fc.record({ role: fc.constantFrom('primary', 'replica', 'any') }),
  fc.record({ machine: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ some: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ named: fc.uniqueArray(machine, { minLength: 1 }) }),
  fc.record({ machines: fc.constantFrom('all', 'minority', 'majority', 'primaries', 'replicas') }),
);
const target = fc.oneof(
  fc.constantFrom('one', 'all', 'minority', 'majority', 'primaries', 'replicas'),
  fc
    .tuple(selector, fc.record(further, { requiredKeys: [] }))
    .map(([selected, more]) => ({ ...selected, ...more })),
);

const timed = fc.record(
  { at: duration, jitterMs: duration, fault, target },
  { requiredKeys: ['at', 'fault', 'target'] },
);
const recovered = fc.record(
  { at: fc.constant('after recovery'), withinMs: duration, jitterMs: duration, fault, target },
  { requiredKeys: ['at', 'fault', 'target'] },
);

const bound = fc.constantFrom(...measures).chain(({ name, unit }) =>
  fc.record(
    {
      measure: fc.constant(name),
      atMost: unit === 'ms' ? duration : fc.nat(),
      ofWorkload: fc.constant('set'),
      ofSystem: fc.constant('galera'),
    },
    { requiredKeys: ['measure', 'atMost'] },
  ),
);

const document = fc.record(
  {
    name: fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/),
    title: fc.string({ minLength: 1 }),
    topology: fc.oneof(
      fc.constant('galera'),
      fc.record({ galera: fc.record({ nodes: fc.constantFrom(3, 5, 7) }, { requiredKeys: [] }) }),
    ),
    workloads: fc.tuple(
      fc.record({
        set: fc.record({ ratePerSecond: ms, deadlineMs: duration }, { requiredKeys: [] }),
      }),
    ),
    schedule: fc.array(fc.oneof(timed, recovered), { maxLength: 4 }),
    expect: fc.array(fc.oneof(fc.constantFrom(...wordedExpectations.keys()), bound), {
      maxLength: 4,
    }),
    timing: fc.record({ steadyMs: duration, stabilityMs: duration }, { requiredKeys: [] }),
  },
  { requiredKeys: ['name', 'title', 'topology', 'workloads', 'schedule', 'expect'] },
);

function scenarioIn(file: unknown) {
  const scenario = scenarioOf(documentSchema.parse(file));
  if ('name' in scenario) return scenario;
  throw new Error(scenario.map(({ message }) => message).join('; '));
}

/** A scenario without what can't be compared. */
const data = (file: unknown) => comparable(scenarioIn(file));

const comparable = (scenario: Scenario) => {
  const { name, title, schedule, expect: expected, timing, topology, workloads } = scenario;
  return {
    ...{ name, title, schedule, expect: expected, timing, settings: topology.settings },
    workloads: workloads.map(({ operation: _, ...rest }) => rest),
  };
};

/** What a suite's code makes, without an import of its own. */
function evaluated(code: string): Scenario {
  const [imports = '', rest = ''] = code.split(/ from 'blackstart';\n/, 2);
  const words = imports.replace('import', 'const');
  const make = rest.replace(/export const \w+ = /, 'return ');
  return new Function('door', `${words} = door;\n${make}`)(door);
}

test('whatever a file says, a suite can be written that says it', () => {
  fc.assert(
    fc.property(document, (file) => {
      const made = documentOf(scenarioIn(file));
      if ('because' in made) throw new Error(made.because.join('; '));
      const scenario = evaluated(suiteOf({ document: made, written: written(made, '/') }));
      expect(comparable(scenario)).toEqual(data(file));
    }),
    { numRuns: 200 },
  );
});

function writtenAgain(file: unknown): WrittenDocument {
  const made = documentOf(scenarioIn(file));
  if ('because' in made) throw new Error(made.because.join('; '));
  return written(made, '/');
}

test('whatever a file says is written so that it says the same again', () => {
  fc.assert(
    fc.property(document, (file) => {
      const again = writtenAgain(file);
      expect(data(again)).toEqual(data(file));
      expect(parse(yamlOf(again))).toEqual(JSON.parse(JSON.stringify(again)));
      // Written once, it has found its form.
      expect(writtenAgain(again)).toEqual(again);
    }),
    { numRuns: 300 },
  );
});

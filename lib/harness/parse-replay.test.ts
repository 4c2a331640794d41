import fc from 'fast-check';
import { expect, test } from 'vitest';
import { soundDials, ToyCluster } from '../memory/toy-cluster.ts';
import { toyTopology } from '../memory/toy-system.ts';
import { virtualClock } from '../memory/virtual-clock.ts';
import { headerOf } from '../run/header.ts';
import { parseReplay } from './parse-replay.ts';

const topology = toyTopology(new ToyCluster(['toy-1'], virtualClock(), soundDials));
const scenario = { name: 'toy', title: '', topology, workloads: [], schedule: [], expect: [] };
const run = { run: 'r', seed: 7, startedAt: 0, versions: {} };

/** Folders may be called anything but begin like an option. */
const folder = fc
  .string({ minLength: 1, maxLength: 12 })
  .filter((name) => !name.startsWith('-') && !/[\n\r\0]/.test(name));

test('the line that does a run again says all that it was asked for', () => {
  fc.assert(
    fc.property(
      fc.record(
        {
          suites: folder,
          profile: folder,
          config: fc.dictionary(fc.constantFrom('redis', 'galera'), folder),
        },
        { requiredKeys: ['config'] },
      ),
      (asked) => {
        const { replay } = headerOf(scenario, { ...run, ...asked });
        expect(parseReplay(replay)).toEqual({ scenario: 'toy', ...asked });
      },
    ),
  );
});

test('a scenario of a file goes by the file', () => {
  const { replay } = headerOf({ ...scenario, file: "it's mine/a b.yaml" }, run);
  expect(parseReplay(replay)).toEqual({ scenario: "it's mine/a b.yaml", config: {} });
});

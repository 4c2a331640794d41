import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UsageError } from '../core/errors.ts';
import { packageFolder } from '../core/package-folder.ts';
import { readScenario } from './read-scenario.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'blackstart-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const head = 'name: incident\ntitle: Something happens\n';
const galera = `${head}topology: galera\nworkloads: [set]\n`;
const body = 'schedule: []\nexpect: []\n';

function fileOf(text: string, name = 'incident.yaml'): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** Without the folder, as a person in it would see it. */
function problemsOf(text: string): readonly string[] {
  try {
    readScenario(fileOf(text));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return error.message.replaceAll(`${folder}/`, '').split('\n');
  }
  return [];
}

/** A blow at the first line of the schedule, which is the seventh. */
const blow = (fault: string, target: string, more = '') =>
  `${galera}schedule:\n  - at: 1s\n    fault: ${fault}\n    target: ${target}\n${more}expect: []\n`;

test('a file in YAML is what a suite would say', () => {
  const text = `${galera}schedule:
  - { at: 1m30s, fault: { pause: { lasts: 250ms } }, target: { role: primary, service: mariadb } }
  - { at: after recovery, withinMs: 2m, jitterMs: 0, fault: restart, target: all }
expect:
  - nothing-lost
  - two-primaries.never
  - { measure: rto.all, atMost: 9.5s, ofBlow: 2, ofWorkload: set, ofSystem: galera }
  - { measure: latency.after, atMost: 20 }
  - { measure: unavailability, atMost: 0.5 }
timing: { stabilityMs: 2s }
`;
  expect(readScenario(fileOf(text))).toMatchObject({
    schedule: [
      {
        when: { atMs: 90_000 },
        jitterMs: 500,
        fault: { kind: 'pause', settings: {}, lastsMs: 250 },
        target: { selection: { select: 'role', role: 'primary' }, service: 'mariadb' },
      },
      {
        when: { recoveredWithinMs: 120_000 },
        jitterMs: 0,
        fault: { kind: 'restart' },
        target: { selection: { select: 'all' } },
      },
    ],
    expect: [
      { measure: 'lost-writes', atMost: 0 },
      { measure: 'two-primaries', atMost: 0 },
      { measure: 'rto.all', atMost: 9_500, blow: 1, workload: 'set', system: 'galera' },
      { measure: 'latency.after', atMost: 20 },
      { measure: 'unavailability', atMost: 0.5 },
    ],
    timing: { stabilityMs: 2_000 },
  });
});

test('folders are relative to the file, wherever it is read from', () => {
  mkdirSync(join(folder, 'ours'));
  writeFileSync(join(folder, 'ours', 'galera.cnf'), '[mysqld]\n');
  const text = `${head}topology: { galera: { overlays: [ours, 'blackstart:fixtures/galera'] } }
workloads: [set]\n${body}`;
  const { topology } = readScenario(fileOf(text));
  expect(topology.machines[0]?.services[0]?.config?.overlays).toEqual([
    join(folder, 'ours'),
    join(packageFolder, 'fixtures', 'galera'),
  ]);
});

test('a value that occurs twice may be named once (YAML aliases), and is complained about where it is', () => {
  const text = (lasts: string) =>
    `${galera}schedule:
  - { at: 1s, fault: { pause: &how { lasts: ${lasts} } }, target: one }
  - { at: 9s, fault: { unplug: *how }, target: one }
expect: []\n`;
  expect(readScenario(fileOf(text('2s'))).schedule.map(({ fault }) => fault.lastsMs)).toEqual([
    2_000, 2_000,
  ]);
  expect(problemsOf(text('long'))[0]).toContain(
    'incident.yaml:6:45: schedule[0].fault.pause.lasts',
  );
});

test.each<[string, string, string]>([
  ['nothing', '', '1:1: expected a map of settings, found nothing'],
  ['a list', '- a', '1:1: expected a map of settings, found ["a"]'],
  [
    'what is left out',
    `${head}topology: galera\n${body}`,
    "1:1: workloads: expected 'workloads', found nothing",
  ],
  [
    'a name that no command line can take',
    `${galera}${body}`.replace('incident', 'My incident'),
    "1:7: name: expected small letters, digits and '-', found 'My incident'",
  ],
  [
    'an unknown part',
    `${galera}${body}timings: 3s\n`,
    "7:1: expected what it knows, found 'timings'; did you mean 'timing'?",
  ],
  [
    'an unknown topology',
    `${head}topology: galeria\nworkloads: [set]\n${body}`,
    "3:11: topology: expected a topology, found 'galeria'; did you mean 'galera'?",
  ],
  [
    'an unknown setting',
    `${head}topology: { galera: { node: 3 } }\nworkloads: [set]\n${body}`,
    "3:23: topology.galera: expected what it knows, found 'node'; did you mean 'nodes'?",
  ],
  [
    'a value that the topology refuses',
    `${head}topology: { galera: { nodes: 4 } }\nworkloads: [set]\n${body}`,
    '3:30: topology.galera.nodes: galera nodes: expected 3, 5 or 7, found 4',
  ],
  [
    'a folder that is not there',
    `${head}topology: { ceph: { config: mine } }\nworkloads: [objects]\n${body}`,
    "3:29: topology.ceph.config: expected a folder of files, found 'mine': ",
  ],
  [
    'one of ours that is not there',
    `${head}topology: { galera: { overlays: ['blackstart:fixtures/none'] } }\nworkloads: [set]\n${body}`,
    "3:34: topology.galera.overlays[0]: expected a folder of files, found 'blackstart:fixtures/none': ",
  ],
  [
    'a folder without what the topology needs',
    `${head}topology: { ceph: { config: . } }\nworkloads: [objects]\n${body}`,
    '3:29: topology.ceph.config: ',
  ],
  [
    'a version that YAML takes for a number',
    `${head}topology: { rabbitmq: { version: 3.10 } }\nworkloads: [queue]\n${body}`,
    "3:34: topology.rabbitmq.version: expected '4' or '3.10', found 3.1; put it in quotes",
  ],
  [
    'a number that is none',
    `${head}topology: galera\nworkloads: [{ set: { ratePerSecond: fast } }]\n${body}`,
    "4:37: workloads[0].set.ratePerSecond: expected a number, found 'fast'",
  ],
  [
    'a workload that the topology does not serve',
    `${head}topology: galera\nworkloads: [queue]\n${body}`,
    '4:13: workloads[0]: expected what the topology serves (set on galera, bank on galera, list-append on galera), found queue on rabbitmq',
  ],
  [
    'a URL, which is for what was attached',
    `${head}topology: edge\nworkloads: [{ requests: { url: 'http://web:80/' } }]\n${body}`,
    '4:13: workloads[0]: requests on edge: expected a path, found a url: that is for attached projects',
  ],
  [
    'a URL that no client here can ask',
    `${head}topology: edge\nworkloads: [{ requests: { url: 'https://web/' } }]\n${body}`,
    '4:32: workloads[0].requests.url: expected a URL as http://web:80/, without https',
  ],
  [
    'two workloads of one name',
    `${head}topology: galera\nworkloads: [set, set]\n${body}`,
    "4:18: workloads[1]: expected a name of its own, found a second 'set'",
  ],
  [
    'an unknown fault',
    blow('{ killl: { downFor: 1s } }', 'one'),
    "7:14: schedule[0].fault: expected what it knows, found 'killl'; did you mean 'kill'?",
  ],
  [
    'a fault without what it must be told',
    blow('kill', 'one'),
    '7:12: schedule[0].fault: expected the settings of kill as well',
  ],
  [
    'two faults at once',
    blow('{ kill: { downFor: 1s }, restart: {} }', 'one'),
    '7:12: schedule[0].fault: expected one fault with its options, found kill, restart',
  ],
  [
    'a duration that is none',
    blow('{ kill: { downFor: ten } }', 'one'),
    "7:31: schedule[0].fault.kill.downFor: expected a duration such as '10s', '250ms' or '1m30s', or a number of ms, found 'ten'",
  ],
  [
    'a duration backwards',
    blow('{ kill: { downFor: -1s } }', 'one'),
    '7:31: schedule[0].fault.kill.downFor: expected a duration',
  ],
  [
    'settings that the fault refuses',
    blow('{ cpu-starve: { lasts: 1s, cpus: 0 } }', 'one'),
    '7:45: schedule[0].fault.cpu-starve.cpus: expected at least 0.01, found 0',
  ],
  [
    'settings that do not fit together',
    blow('{ degrade: { lasts: 1s, delayMs: 5ms, jitterMs: 9ms } }', 'one'),
    '7:23: schedule[0].fault.degrade: jitterMs: expected at most delayMs, found {"delayMs":5,"jitterMs":9',
  ],
  [
    'an unknown target',
    blow('restart', 'everybody'),
    "8:13: schedule[0].target: expected a target such as { role: primary } or a word for it, found 'everybody'",
  ],
  [
    'two targets',
    blow('restart', '{ machine: 1, role: primary }'),
    '8:13: schedule[0].target: expected one of role, machine, named, some, machines, found role, machine',
  ],
  [
    'a machine that is not there',
    blow('restart', '{ named: [galera-9] }'),
    "8:13: schedule[0].target: expected a machine of the topology (galera-1, galera-2, galera-3), found 'galera-9'",
  ],
  [
    'a number that no machine has',
    blow('restart', '{ machine: 4 }'),
    '8:13: schedule[0].target: expected the number of a machine of the topology',
  ],
  [
    'a service that is not there',
    blow('restart', '{ machines: all, service: nginx }'),
    "8:13: schedule[0].target: expected a service of the topology (mariadb), found 'nginx'",
  ],
  [
    'a wait of a blow that waits for nothing',
    blow('restart', 'one', '    withinMs: 3s\n'),
    "9:15: schedule[0].withinMs: expected it beside 'at: after recovery' alone, found '3s'",
  ],
  [
    'an unknown word for an expectation',
    `${galera}schedule: []\nexpect: [nothing-losst]\n`,
    "6:10: expect[0]: expected { measure, atMost } or a word for it, found 'nothing-losst'; did you mean 'nothing-lost'?",
  ],
  [
    'an unknown measure',
    `${galera}schedule: []\nexpect: [{ measure: rto.al, atMost: 1 }]\n`,
    "6:21: expect[0].measure: expected another value, found 'rto.al'; did you mean 'rto.all'?",
  ],
  [
    'a time for what is counted',
    `${galera}schedule: []\nexpect: [{ measure: lost-writes, atMost: 1s }]\n`,
    "6:42: expect[0].atMost: expected a number (lost-writes is a count), found '1s'",
  ],
  [
    'a bound on a blow that there is not',
    `${galera}schedule: []\nexpect: [{ measure: rpo, atMost: 1s, ofBlow: 1 }]\n`,
    '6:46: expect[0].ofBlow: expected a blow of the schedule (1 to 0), found 1',
  ],
  [
    'a bound on a workload that there is not',
    `${galera}schedule: []\nexpect: [{ measure: rpo, atMost: 1s, ofWorkload: bank }]\n`,
    "6:50: expect[0].ofWorkload: expected a workload (set), found 'bank'",
  ],
  [
    'no time at all',
    `${galera}${body}timing: { steadyMs: 0 }\n`,
    '7:21: timing.steadyMs: expected more than 0, found 0',
  ],
  [
    'a key twice',
    `${galera}name: other\n${body}`,
    '5:1: expected YAML or JSON: Map keys must be unique',
  ],
  ['what is no YAML', 'name: [', '1:8: expected YAML or JSON: '],
])('%s is refused at its line, with what was expected and found', (_, text, problem) => {
  expect(problemsOf(text).join('\n')).toContain(`incident.yaml:${problem}`);
});

test('every problem is told at once, in the order of lines', () => {
  const text = `name: X\ntitle: y\ntopology: none\nworkloads: []\nschedule: []\nexpect: [a, b]\n`;
  expect(problemsOf(text).map((line) => line.split(':').slice(1, 4).join(':'))).toEqual([
    '1:7: name',
    '3:11: topology',
    '4:12: workloads',
    '6:10: expect[0]',
    '6:13: expect[1]',
  ]);
});

test('in JSON as well', () => {
  const path = fileOf('{\n  "name": "a",\n  "title": 7\n}', 'a.json');
  expect(() => readScenario(path)).toThrow(
    `${path}:3:12: title: expected text, found 7; put it in quotes`,
  );
});

test('a file that is not there is wrong usage', () => {
  expect(() => readScenario(join(folder, 'none.yaml'))).toThrow(
    /none\.yaml: expected a file with a scenario/,
  );
});

test('what is said a million times over is refused', () => {
  const level = (name: string, of: string) =>
    `${name}: &${name} [${Array(9).fill(`*${of}`).join(', ')}]\n`;
  const text = `a: &a [x, x]\n${level('b', 'a')}${level('c', 'b')}${level('d', 'c')}${level('e', 'd')}`;
  expect(problemsOf(text).join()).toContain('expected YAML or JSON: Excessive alias count');
});

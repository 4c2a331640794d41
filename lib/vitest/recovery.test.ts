import { expect, test } from 'vitest';
import type { Header } from '../core/history.ts';
import type { Subject } from '../core/measure.ts';
import { literalHistory } from '../measures/literal-history.ts';
import { meantBy } from './recovery.ts';

const workload = (name: string, system: string): Header['workloads'][number] => ({
  name,
  system,
  vocabulary: 'set',
  lanes: 1,
  intervalMs: 10,
  deadlineMs: 500,
});
const { header } = literalHistory([], {
  workloads: [workload('rows', 'galera'), workload('keys', 'redis')],
});
const subjects: readonly Subject[] = [
  { workload: 'rows', blow: 0 },
  { workload: 'keys', blow: 0, step: 1 },
  { system: 'galera', blow: 0 },
  { system: 'redis', blow: 1 },
];

test.each([
  ['everything, where nothing is said', {}, subjects],
  ['a workload and its system', { workload: 'rows' }, [subjects[0], subjects[2]]],
  ['a blow with all its steps', { blow: 1 }, subjects.slice(0, 3)],
  ['both', { workload: 'keys', blow: 1 }, [subjects[1]]],
])('%s', (_, options, meant) => {
  expect(subjects.filter(meantBy(header, options))).toEqual(meant);
});

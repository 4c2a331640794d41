import { expect, test } from 'vitest';
import { type HostFacts, planEngine } from './engine-plan.ts';

const freshServer: HostFacts = {
  answers: false,
  explicit: false,
  installed: false,
  root: true,
  debian: true,
  terminal: false,
  permission: undefined,
};

test('an engine that answers is used, whatever else is the case', () => {
  expect(planEngine({ ...freshServer, answers: true, permission: 'yes' })).toEqual({ kind: 'use' });
});

test('root on Debian without a terminal installs one', () => {
  expect(planEngine(freshServer)).toEqual({ kind: 'install', ask: 'no' });
});

test('an engine that is installed but not running is only started', () => {
  expect(planEngine({ ...freshServer, installed: true })).toEqual({ kind: 'start', ask: 'no' });
});

test('a person at a terminal is asked first', () => {
  expect(planEngine({ ...freshServer, terminal: true })).toEqual({ kind: 'install', ask: 'first' });
});

test('BLACKSTART_INSTALL_ENGINE=1 answers for the person', () => {
  expect(planEngine({ ...freshServer, terminal: true, permission: 'yes' })).toEqual({
    kind: 'install',
    ask: 'no',
  });
});

test.each<[string, Partial<HostFacts>]>([
  ['a named engine that does not answer', { explicit: true, permission: 'yes' }],
  ['a permission that was denied', { permission: 'no' }],
  ['a user who is not root', { root: false, permission: 'yes' }],
  ['a distribution that is not like Debian', { debian: false }],
])('%s: nothing is installed', (_, facts) => {
  expect(planEngine({ ...freshServer, ...facts }).kind).toBe('refuse');
});

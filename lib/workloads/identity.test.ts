import { expect, test } from 'vitest';
import { requestsSchema } from '../measures/accounts/requests.ts';
import { setSchema } from '../measures/accounts/set.ts';
import { logins } from './logins.ts';
import { projects } from './projects.ts';
import { tokens } from './tokens.ts';

test.each([
  [projects(), setSchema, { f: 'add', value: 3 }],
  [tokens(), requestsSchema, { f: 'get', value: null }],
  [logins(), requestsSchema, { f: 'get', value: '/v3/auth/tokens' }],
])('$name asks Keystone in words that the measures understand', (workload, schema, operation) => {
  expect(workload).toMatchObject({ system: 'keystone' });
  expect(workload.operation(3)).toEqual(operation);
  expect(schema.safeParse(operation)).toMatchObject({ success: true });
});

test('they take the options that all take', () => {
  const options = { name: 'mine', on: 'elsewhere', ratePerSecond: 7, lanes: 2, deadlineMs: 300 };
  for (const workload of [projects(options), tokens(options), logins(options)]) {
    const { on, ...others } = options;
    expect(workload).toMatchObject({ ...others, system: on });
  }
  expect(tokens({ timeoutMs: 800 })).toMatchObject({ timeoutMs: 800 });
});

test('they wait for longer than an answer counts as good', () => {
  for (const { timeoutMs, deadlineMs } of [projects(), tokens(), logins()]) {
    expect(timeoutMs).toBeGreaterThan(2 * deadlineMs);
  }
});

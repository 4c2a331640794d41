import { expect, test } from 'vitest';
import { endpointAt } from './address.ts';

test('an address has the usual port, or its own', () => {
  expect(endpointAt('198.18.7.11', 5_000)).toEqual({
    name: '198.18.7.11',
    address: '198.18.7.11',
    port: 5_000,
  });
  expect(endpointAt('198.18.7.200:443', 5_000)).toMatchObject({
    address: '198.18.7.200',
    port: 443,
  });
});

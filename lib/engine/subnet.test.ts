import { expect, test } from 'vitest';
import { machineAddress, overlaps, parseSubnet, subnetsFrom } from './subnet.ts';

test('the range has 512 subnets, each once, wherever the walk starts', () => {
  const all = [...subnetsFrom(300)];
  expect(all[0]).toBe('198.19.44.0/24');
  expect(new Set(all).size).toBe(512);
});

test('machines have fixed addresses from .11 on', () => {
  expect(machineAddress('198.18.7.0/24', 3)).toBe('198.18.7.13');
});

test.each([
  ['198.18.7.0/24', '198.18.7.0/24', true],
  ['198.18.0.0/16', '198.18.7.0/24', true],
  ['198.18.7.0/24', '198.18.0.0/16', true],
  ['198.18.7.0/24', '198.18.8.0/24', false],
  ['172.17.0.0/16', '198.18.8.0/24', false],
  ['fe80::1/64', '198.18.8.0/24', false],
])('%s and %s overlap: %s', (one, other, expected) => {
  expect(overlaps(one, other)).toBe(expected);
});

test.each(['198.18.7.1/24', '198.18.7.0/25', '10.0.0.0/24', 'next'])(
  "a wanted subnet '%s' is refused by name",
  (text) => {
    expect(() => parseSubnet(text)).toThrow(`found '${text}'`);
  },
);

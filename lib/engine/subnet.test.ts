import { expect, test } from 'vitest';
import { machineAddress, overlaps, parseSubnet, subnetsFor } from './subnet.ts';

test.each(['20261121-230200-va56', 'test-errors-613', '', '0'])(
  "run '%s' walks all 512 subnets of the range, each once",
  (run) => {
    const all = [...subnetsFor(run)];
    expect(new Set(all.map(parseSubnet)).size).toBe(512);
  },
);

test('runs start at different subnets', () => {
  const starts = Array.from({ length: 50 }, (_, run) => subnetsFor(`run-${run}`).next().value);
  expect(new Set(starts).size).toBeGreaterThan(40);
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

import { expect, test } from 'vitest';
import { assess, type EngineFacts } from './preflight.ts';

const enough: EngineFacts = {
  engine: '20.10.24',
  api: '1.41',
  operatingSystem: 'Debian GNU/Linux 12 (bookworm)',
  storage: 'overlay2',
  cgroup: 'v2',
  rootless: false,
  local: true,
  goesFirst: true,
  memoryAvailableMiB: 4_096,
  diskFreeMiB: 10_000,
};
const needs = { memoryMiB: 750, diskMiB: 1_024 };

const missingIn = (facts: Partial<EngineFacts>) =>
  assess({ ...enough, ...facts }, needs).filter(({ status }) => status === 'missing');

test('a host with enough of everything misses nothing', () => {
  expect(missingIn({})).toEqual([]);
});

test.each<[string, Partial<EngineFacts>]>([
  ['engine', { api: '1.40' }],
  ['rights', { rootless: true }],
  ['reach', { local: false }],
  ['memory', { memoryAvailableMiB: 700 }],
  ['disk', { diskFreeMiB: 500 }],
])('too little %s is missing, with what it disables and its cure', (name, facts) => {
  const found = missingIn(facts);
  expect(found.map((check) => check.name)).toEqual([name]);
  expect(found[0]?.disables).toBeTruthy();
  expect(found[0]?.cure).toBeTruthy();
});

test('what can not be told is not held against the host', () => {
  expect(missingIn({ memoryAvailableMiB: undefined, diskFreeMiB: undefined })).toEqual([]);
});

test('a harness that may not go first is told what that can cost, and how it may', () => {
  const told = assess({ ...enough, goesFirst: false }, needs).find(
    ({ name }) => name === 'punctuality',
  );
  expect(told).toMatchObject({
    status: 'ok',
    found: expect.stringMatching(/unknown.*CAP_SYS_NICE/),
  });
});

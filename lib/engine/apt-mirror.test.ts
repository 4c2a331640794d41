import { expect, test } from 'vitest';
import { mirrorOf } from './apt-mirror.ts';

test('the mirror of a one-line sources file is found behind its options', () => {
  const text =
    '# deb http://old/debian x main\ndeb [arch=amd64] http://mirror.example/debian bookworm main\n';
  expect(mirrorOf([{ name: 'sources.list', text }])).toBe('http://mirror.example/debian');
});

test('the mirror of a deb822 file is found, and security updates and vendors are passed over', () => {
  const vendor = 'deb https://packages.vendor.example/apt stable main\n';
  const text = [
    'Types: deb',
    'URIs: http://mirror.example/debian-security',
    'Suites: bookworm-security',
    '',
    'Types: deb',
    '# http://snapshot.example/archive',
    'URIs: http://mirror.example/debian/',
    'Suites: bookworm',
  ].join('\n');
  const files = [
    { name: 'vendor.list', text: vendor },
    { name: 'debian.sources', text },
  ];
  expect(mirrorOf(files)).toBe('http://mirror.example/debian');
});

test('a host without a Debian mirror has none', () => {
  const text = 'deb http://archive.ubuntu.example/ubuntu noble main\n';
  expect(mirrorOf([{ name: 'sources.list', text }])).toBeUndefined();
});

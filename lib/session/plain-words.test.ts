import { describe, expect, test } from 'vitest';
import { UNTIL_HEALED_MS } from '../core/fault.ts';
import { blowFromWords, type FaultFlags } from './plain-words.ts';

const said = (line: string, flags: FaultFlags = {}) => blowFromWords(line.split(' '), flags);

describe('what a person types is what a file would say', () => {
  test.each<[string, FaultFlags, unknown, unknown]>([
    ['pause galera-2', { for: '40s' }, { pause: { lasts: '40s' } }, { named: ['galera-2'] }],
    [
      'power-cycle primary',
      { for: '5s' },
      { 'power-cycle': { offFor: '5s' } },
      { role: 'primary' },
    ],
    ['kill one', {}, { kill: { downFor: UNTIL_HEALED_MS } }, { role: 'any' }],
    ['restart all', { rolling: true }, 'restart', { machines: 'all', order: 'rolling' }],
    [
      'stop primary/mariadb',
      { for: '1s', of: 'galera' },
      { stop: { downFor: '1s' } },
      { role: 'primary', service: 'mariadb', of: 'galera' },
    ],
    [
      'kill c-1/haproxy,c-2/haproxy',
      { for: '1s', every: '2s' },
      { kill: { downFor: '1s' } },
      { named: ['c-1', 'c-2'], service: 'haproxy', order: { everyMs: '2s' } },
    ],
    [
      'degrade primary delayMs=200ms loss=0.01',
      { for: '1m' },
      { degrade: { lasts: '1m', delayMs: '200ms', loss: 0.01 } },
      { role: 'primary' },
    ],
    [
      'partition galera-1 / galera-2,galera-3',
      { for: '1m' },
      {
        partition: {
          lasts: '1m',
          shape: 'custom',
          cuts: 'galera-1 <> galera-2; galera-1 <> galera-3',
        },
      },
      { named: ['galera-1', 'galera-2', 'galera-3'] },
    ],
    [
      'partition galera-1 direction=in',
      { for: '1m' },
      { partition: { lasts: '1m', direction: 'in' } },
      { named: ['galera-1'] },
    ],
  ])('%s', (line, flags, fault, target) => {
    expect(said(line, flags)).toEqual({ fault, target });
  });
});

test('a machine that somebody else has named as a role is that machine', () => {
  const names = ['primary', 'replica', 'all'];
  const target = (word: string) => blowFromWords(['restart', word], {}, names).target;
  expect(names.map(target)).toEqual(names.map((name) => ({ named: [name] })));
  expect(target('primary/redis')).toEqual({ named: ['primary'], service: 'redis' });
  expect(target('one')).toEqual({ role: 'any' });
});

describe('what makes no sense is refused, with what there is', () => {
  test.each<[string, FaultFlags, string]>([
    ['kil galera-1', {}, "expected a kind of fault, found 'kil'; did you mean 'kill'?"],
    ['kill', {}, 'kill: expected a target, found none'],
    ['kill a / b', {}, 'kill: expected one target, found sides with / between them'],
    ['restart all', { for: '4s' }, "restart: expected no --for: it is over by itself, found '4s'"],
    ['kill a/x,b/y', {}, "expected one service, the same of all machines, found 'a/x,b/y'"],
  ])('%s', (line, flags, words) => {
    expect(() => said(line, flags)).toThrow(words);
  });
});

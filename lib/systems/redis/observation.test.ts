import { expect, test } from 'vitest';
import type { Facts } from './info.ts';
import { observationOf } from './observation.ts';

const a = { name: 'a', address: '198.18.0.1' };
const b = { name: 'b', address: '198.18.0.2' };
const c = { name: 'c', address: '198.18.0.3' };

const healthy: Facts = {
  role: 'master',
  loading: '0',
  aof_last_write_status: 'ok',
  master_repl_offset: '140',
  slave0: 'ip=198.18.0.2,port=6379,state=online,offset=140,lag=0',
  slave1: 'ip=198.18.0.3,port=6379,state=online,offset=140,lag=1',
};

const seen = (info: Facts, replicasWanted = 0) =>
  observationOf({ info: { ...healthy, ...info }, replicasWanted }, a, [a, b, c]);

test('a primary claims its role in the name of the replicas that it hears', () => {
  expect(seen({})).toEqual({
    reachable: true,
    role: 'primary',
    members: ['a', 'b', 'c'],
    state: { role: 'master', replicas: 2, offset: 140 },
  });
});

test('a replica that was heard long ago is in nobody’s group', () => {
  const slave1 = 'ip=198.18.0.3,port=6379,state=online,offset=90,lag=7';
  expect(seen({ slave1 })).toMatchObject({ role: 'primary', members: ['a', 'b'] });
});

test.each<[string, Facts, number]>([
  ['loads', { loading: '1' }, 0],
  ['can not write its file', { aof_last_write_status: 'err' }, 0],
  ['misses replicas that it must have', { min_slaves_good_slaves: '0' }, 1],
])('a master that %s acknowledges nothing, and is no primary', (_, info, replicasWanted) => {
  expect(seen(info, replicasWanted)).toMatchObject({
    role: 'none',
    members: ['a'],
    state: { role: 'master' },
  });
});

test('a master that has the replicas which it must have is primary', () => {
  expect(seen({ min_slaves_good_slaves: '1' }, 1).role).toBe('primary');
});

test('a replica says whom it follows, and how well', () => {
  const info = { role: 'slave', master_host: b.address, slave_repl_offset: '90' };
  expect(seen({ ...info, master_link_status: 'down', master_sync_in_progress: '0' })).toEqual({
    reachable: true,
    role: 'replica',
    members: ['a'],
    state: { role: 'slave', of: 'b', link: 'down', offset: 90 },
  });
  expect(seen({ ...info, master_link_status: 'down', master_sync_in_progress: '1' })).toMatchObject(
    { state: { link: 'sync' } },
  );
});

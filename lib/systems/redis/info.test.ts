import { expect, test } from 'vitest';
import { pairs, parseInfo, replicasIn } from './info.ts';

const answer = [
  '# Replication',
  'role:master',
  'connected_slaves:2',
  'slave0:ip=198.18.0.12,port=6379,state=online,offset=140,lag=1',
  'slave1:ip=198.18.0.13,port=6379,state=wait_bgsave,offset=0,lag=0',
  'master_failover_state:no-failover',
  '',
].join('\r\n');

test('INFO is a line a fact', () => {
  expect(parseInfo(answer)).toMatchObject({ role: 'master', connected_slaves: '2' });
});

test('a primary tells its replicas, which of them are in time, and since when it has not heard them', () => {
  expect(replicasIn(parseInfo(answer))).toEqual([
    { address: '198.18.0.12', online: true, lagSeconds: 1 },
    { address: '198.18.0.13', online: false, lagSeconds: 0 },
  ]);
});

test('a sentinel tells names and values in turns', () => {
  expect(pairs(['name', 'mymaster', 'flags', 'master'])).toEqual({
    name: 'mymaster',
    flags: 'master',
  });
});

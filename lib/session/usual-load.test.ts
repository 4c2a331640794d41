import { expect, test } from 'vitest';
import { galera } from '../systems/galera/index.ts';
import { controlPlane } from '../topologies/control-plane.ts';
import { usualLoad } from './usual-load.ts';

test('one system is asked at the pace that its workload has by itself', () => {
  expect(usualLoad(galera())).toEqual(['set']);
});

test('several share that pace, and workloads of one kind have names of their own', () => {
  expect(usualLoad(controlPlane({ storage: 'ceph' }))).toEqual([
    { set: { ratePerSecond: 15 } },
    { queue: { ratePerSecond: 15 } },
    { set: { on: 'redis', name: 'redis', ratePerSecond: 15 } },
    { cache: { ratePerSecond: 15 } },
    { projects: { ratePerSecond: 2 } },
    { requests: { ratePerSecond: 15 } },
    { objects: { ratePerSecond: 15 } },
  ]);
});

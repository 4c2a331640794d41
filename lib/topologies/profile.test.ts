import { expect, test } from 'vitest';
import { profileLayers, withProfile } from '../core/profile.ts';
import type { Scenario } from '../core/scenario.ts';
import { controlPlane } from './control-plane.ts';

const scenario: Scenario = {
  name: 'test',
  title: '',
  topology: controlPlane({ profile: 'hardened', overlays: { redis: ['/mine'] } }),
  workloads: [],
  schedule: [],
  expect: [],
};

const overlaysOf = ({ topology }: Scenario, name: string) =>
  topology.machines[0]?.services
    .find((service) => service.name === name)
    ?.config?.overlays?.map((folder) => folder.replace(/.*\/fixtures\//, ''));

test('a profile lies on top of the files of each system that it has a folder for', () => {
  expect(overlaysOf(scenario, 'redis')).toEqual(['profiles/hardened/redis', '/mine']);
  expect(overlaysOf(scenario, 'haproxy')).toEqual(['control-plane']);
});

test('another one takes its place, and leaves everything else', () => {
  const other = withProfile(scenario, 'kolla');
  expect(overlaysOf(other, 'redis')).toEqual(['/mine', 'profiles/kolla/redis']);
  expect(overlaysOf(other, 'mariadb')).toEqual(['profiles/kolla/galera']);
  expect(overlaysOf(other, 'haproxy')).toEqual(['control-plane', 'profiles/kolla/edge']);
  expect(other.topology.settings['profile']).toBe('kolla');
});

test('one that there is not is refused, with those that there are', () => {
  expect(() => profileLayers('colla', 'redis')).toThrow(/hardened or kolla, found 'colla'/);
});

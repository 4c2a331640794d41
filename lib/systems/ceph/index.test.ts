import { expect, test } from 'vitest';
import { classify } from './errors.ts';
import { GatewayError } from './gateway.ts';
import { ceph } from './index.ts';

test('three machines with a monitor, a manager and an OSD each, and one of the clients', () => {
  const { machines } = ceph();
  expect(machines.map(({ name, services }) => [name, services.map((one) => one.name)])).toEqual([
    ['ceph-1', ['mon', 'mgr', 'osd']],
    ['ceph-2', ['mon', 'mgr', 'osd']],
    ['ceph-3', ['mon', 'mgr', 'osd']],
    ['ceph-client', ['gateway']],
  ]);
});

test('the clients’ machine is told of monitors, and is none', () => {
  const all = ceph().machines.map(({ name }, index) => ({ name, address: `198.18.0.${index}` }));
  const [self] = all;
  if (self === undefined) throw new RangeError('ceph has machines');
  const environment = ceph().machines[0]?.services[0]?.environment(self, all);
  expect(environment).toEqual({
    CEPH_NODE: '1',
    CEPH_ADDRESS: '198.18.0.0',
    CEPH_MONS: 'ceph-1=198.18.0.0,ceph-2=198.18.0.1,ceph-3=198.18.0.2',
  });
});

test.each([
  [{ size: 4 }, 'ceph size: expected 1, 2 or 3 copies, found 4'],
  [{ minSize: 0 }, 'ceph minSize: expected 1 to 3 (size), found 0'],
  [{ size: 1 }, 'ceph minSize: expected 1 to 1 (size), found 2'],
  [{ config: 'fixtures/galera' }, 'ceph config: expected a folder with ceph.conf, found'],
  [{ config: 'nowhere' }, 'ceph config: expected a folder with ceph.conf, nowhere is none'],
])('%j is refused', (options, message) => {
  expect(() => ceph(options)).toThrow(message);
});

test.each([
  ['NO_POOL', 'fail'],
  ['NO_IMAGE', 'fail'],
  ['NOT_CONNECTED', 'fail'],
  ['EIO', 'info'],
  ['ETIMEDOUT', 'info'],
  ['EBLOCKLISTED', 'info'],
])('%s is %s', (code, type) => {
  expect(classify(new GatewayError(code, 'said'))).toEqual({
    type,
    error: { code, message: 'said' },
  });
});

test('a connection that breaks tells nothing of the operation', () => {
  expect(classify(new Error('closed'))).toMatchObject({ type: 'info' });
});

import { expect, test } from 'vitest';
import { fixtureFolder } from '../../core/package-folder.ts';
import { edge } from './index.ts';

const hosts = [1, 2, 3].map((number) => ({
  name: `edge-${number}`,
  address: `198.18.7.${10 + number}`,
}));

function environments(options: Parameters<typeof edge>[0]) {
  return edge(options).machines.map(({ name, services }) => {
    const self = hosts.find((host) => host.name === name);
    const keepalived = services.find((service) => service.name === 'keepalived');
    if (self === undefined || keepalived === undefined) throw new RangeError(name);
    return keepalived.environment(self, hosts);
  });
}

test('keepalived is told its own address, its peers, and the one that they share', () => {
  expect(environments({})[1]).toEqual({
    EDGE_ADDRESS: '198.18.7.12',
    EDGE_PEERS: '198.18.7.11 198.18.7.13',
    EDGE_VIP: '198.18.7.200',
    EDGE_PRIORITY: '150',
    EDGE_PREEMPT: '',
  });
});

test('priorities lie in the order of the machines, and preemption is the operator’s choice', () => {
  const found = environments({ preempt: false });
  expect(found.map((one) => one['EDGE_PRIORITY'])).toEqual(['250', '150', '50']);
  expect(found.map((one) => one['EDGE_PREEMPT'])).toEqual(Array(3).fill('nopreempt'));
});

test('layer 4 lies on top of layer 7, and the operator’s own files on top of both', () => {
  const [first] = edge({ balance: 'tcp', overlays: ['/mine'] }).machines;
  expect(first?.services[0]?.config).toEqual({
    folder: fixtureFolder('edge'),
    overlays: [fixtureFolder('variants/edge-tcp'), '/mine'],
    target: '/etc/edge',
  });
});

test.each([
  [{ machines: 1 }, 'edge machines: expected 2 or 3, found 1'],
  [{ machines: 2 }, 'edge machines: expected 3 with fixtures/edge, found 2'],
  [{ config: '/nowhere' }, 'edge config: expected a folder of files'],
  [{ config: fixtureFolder('galera') }, 'missing: keepalived.conf, haproxy.cfg, nginx.conf'],
])('%o is refused', (options, why) => {
  expect(() => edge(options)).toThrow(why);
});

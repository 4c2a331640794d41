import { describe, expect, test } from 'vitest';
import { arrange, type FoundContainer } from './arrange.ts';

const found = (service: string, more: Partial<FoundContainer> = {}): FoundContainer => ({
  container: `id-of-${service}-${more.number ?? '1'}`,
  containerName: `shop-${service}-${more.number ?? '1'}`,
  image: 'nginx:1.27',
  ...{ service, number: '1', oneOff: false, state: 'running' },
  ...{ networkMode: 'shop_default', networks: ['shop_default'], ports: [], published: [] },
  terminal: false,
  limits: { nanoCpus: 0, cpuQuota: 0, cpuPeriod: 0, memory: 0, memorySwap: 0 },
  ...more,
});

const namesOf = (...all: readonly FoundContainer[]) =>
  arrange('shop', all).machines.map(({ name }) => name);

test('a container is a machine, called as its service', () => {
  expect(arrange('shop', [found('web'), found('db')])).toMatchObject({
    project: 'shop',
    machines: [
      { name: 'db', network: 'own', networks: ['shop_default'], services: [{ name: 'db' }] },
      { name: 'web', services: [{ name: 'web', container: 'id-of-web-1' }] },
    ],
    leftAlone: [],
  });
});

test('replicas go by their numbers, in their order', () => {
  const replicas = ['10', '2', '1'].map((number) => found('web', { number }));
  expect(namesOf(...replicas, found('db'))).toEqual(['db', 'web-1', 'web-2', 'web-10']);
});

test('what would be called as another one, or as the clients, goes by its container', () => {
  const replicas = ['1', '2'].map((number) => found('web', { number }));
  const names = namesOf(...replicas, found('web-1'), found('clients'));
  expect(names).toEqual(['shop-clients-1', 'shop-web-1', 'web-2', 'shop-web-1-1']);
});

describe('containers that share a network', () => {
  const side = found('side', { networkMode: 'container:id-of-web-1', networks: [] });

  test('are services of one machine, its owner first', () => {
    expect(arrange('shop', [side, found('web')]).machines).toMatchObject([
      { name: 'web', network: 'own', services: [{ name: 'web' }, { name: 'side' }] },
    ]);
  });

  test('are machines of their own where the owner is none that may be touched', () => {
    const gone = found('web', { state: 'exited' });
    expect(arrange('shop', [side, gone])).toMatchObject({
      machines: [{ name: 'side', network: 'foreign', networks: [] }],
      leftAlone: [{ name: 'shop-web-1', because: 'it does not run (exited)' }],
    });
  });
});

test.each([
  ['host', 'host'],
  ['none', 'none'],
] as const)('in the network mode %s it has no network of its own', (networkMode, network) => {
  const [machine] = arrange('shop', [found('web', { networkMode })]).machines;
  expect(machine).toMatchObject({ network, networks: [] });
});

test.each([
  ['what is paused', { state: 'paused' }, 'it does not run (paused)'],
  ['what is being restarted', { state: 'restarting' }, 'it does not run (restarting)'],
  ['what was made for one command', { oneOff: true }, 'it was made for one command'],
])('%s is left alone, and that is said', (_, more, because) => {
  expect(arrange('shop', [found('web', more)])).toEqual({
    project: 'shop',
    machines: [],
    leftAlone: [{ name: 'shop-web-1', because }],
  });
});

import { expect, test } from 'vitest';
import { literalMachine, literalProject, literalService } from '../../core/literal-project.ts';
import type { Machine } from '../../core/machine.ts';
import { destinationOf, doorsOf } from './destination.ts';

const published = [
  { address: '0.0.0.0', port: 8080, to: 80 },
  { address: '10.1.2.3', port: 8443, to: 443 },
];

const project = literalProject(
  literalMachine('web-1', { services: [literalService('web', { published })] }),
  literalMachine('web-2', { services: [literalService('web'), literalService('side')] }),
  literalMachine('agent', { network: 'host', networks: [] }),
);

const at = (host: string, port: number) => destinationOf({ host, port }, project);

test.each([
  ['a service, and all of its replicas', 'web', 80, { machines: ['web-1', 'web-2'], port: 80 }],
  ['one of them', 'web-2', 80, { machines: ['web-2'], port: 80 }],
  ['a service that shares a network', 'side', 9, { machines: ['web-2'], port: 9 }],
])('a name means %s', (_, host, port, destination) => {
  expect(at(host, port)).toEqual(destination);
});

test('a published port is asked on this host, by whatever it is called', () => {
  const destination = { machines: ['web-1'], address: '127.0.0.1', port: 8080 };
  expect(at('localhost', 8080)).toEqual(destination);
  expect(at('127.0.0.1', 8080)).toEqual(destination);
  expect(at('10.1.2.3', 8443)).toEqual({ machines: ['web-1'], address: '10.1.2.3', port: 8443 });
});

test.each([
  ['a host of somebody else', 'example.com', 80],
  ['a port of this host that is nobody’s of the project', 'localhost', 22],
  ['a published port at another address', '127.0.0.1', 8443],
])('%s is never asked', (_, host, port) => {
  expect(at(host, port)).toEqual({
    because: `expected a service of shop (web, side, agent) or a port that one publishes (127.0.0.1:8080, 10.1.2.3:8443), found ${host}:${port}`,
  });
});

test('one without a network of its own is asked where it publishes a port', () => {
  expect(at('agent', 80)).toMatchObject({ because: expect.stringContaining('found agent') });
});

test('clients begin with different replicas, at the address that each has when they connect', () => {
  const addresses = new Map([
    ['web-1', '172.18.0.2'],
    ['web-2', '172.18.0.3'],
  ]);
  const machines = [...addresses.keys()].map(
    (name) =>
      ({
        name,
        get address() {
          return addresses.get(name) ?? '';
        },
      }) as Machine,
  );
  const destination = { machines: ['web-1', 'web-2'], port: 80 };
  expect(doorsOf(destination, machines, 0).map(({ name }) => name)).toEqual(['web-1', 'web-2']);
  const [first] = doorsOf(destination, machines, 1);
  expect(first).toMatchObject({ name: 'web-2', address: '172.18.0.3', port: 80 });
  addresses.set('web-2', '172.18.0.9');
  expect(first?.address).toBe('172.18.0.9');
});

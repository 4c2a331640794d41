import { z } from 'zod';
import { UsageError } from '../core/errors.ts';
import { folders } from '../core/folder-schema.ts';
import type { Host } from '../core/machine.ts';
import { fixtureFolder } from '../core/package-folder.ts';
import { profileLayers } from '../core/profile.ts';
import { recipe } from '../core/recipe.ts';
import type { Topology } from '../core/topology.ts';
import { ceph } from '../systems/ceph/index.ts';
import { edge } from '../systems/edge/index.ts';
import { virtualAddress } from '../systems/edge/names.ts';
import { galera } from '../systems/galera/index.ts';
import { keystone } from '../systems/keystone/index.ts';
import { API_PORT } from '../systems/keystone/names.ts';
import { memcached } from '../systems/memcached/index.ts';
import { MEMCACHED_PORT } from '../systems/memcached/port.ts';
import { rabbitmq } from '../systems/rabbitmq/index.ts';
import { redisSentinel } from '../systems/redis/index.ts';

import { after, beside, together } from './together.ts';

const optionsSchema = z.strictObject({
  controllers: z
    .literal(3)
    .exactOptional()
    .describe(
      'Machines, each with every service of the control plane. The images hold clusters of three.',
    ),
  storage: z
    .enum(['ceph', 'none'])
    .exactOptional()
    .describe('Three machines beside them that keep objects and blocks, and one of their clients.'),
  profile: z
    .string()
    .optional()
    .describe('A folder of fixtures/profiles whose files come on top: kolla, hardened.'),
  overlays: z
    .record(z.string(), folders)
    .exactOptional()
    .describe('Folders whose files come on top of those, by system.'),
  database: z
    .enum(['virtual-address', 'each-node'])
    .exactOptional()
    .describe('How clients reach the database: through HAProxy, or directly.'),
  preempt: z
    .boolean()
    .exactOptional()
    .describe('Whether the first controller takes the addresses back when it returns.'),
});

/**
 * `preempt` is no by default: an address that goes back is a second outage, at the worst of times, as the
 * services of the first controller are just starting; and whoever on the machine that gives them up has a
 * connection to such an address waits on it for ever.
 */
export type ControlPlaneOptions = z.output<typeof optionsSchema>;

/**
 * The control plane of a cloud: machines that each run MariaDB with Galera, RabbitMQ, Redis with
 * Sentinel, memcached, Keystone, HAProxy and keepalived. Users come in at the business address, at layer 7; services reach
 * the database at the database address, where one node at a time takes everything.
 */
export const controlPlane = recipe({
  word: 'control-plane',
  options: optionsSchema,
  make: controllersTogether,
});

function controllersTogether({
  controllers = 3,
  storage = 'none',
  profile,
  overlays = {},
  database = 'virtual-address',
  preempt = false,
}: ControlPlaneOptions): Topology {
  assertControllers(controllers);
  const layers = (system: string): readonly string[] => [
    ...profileLayers(profile, system),
    ...(overlays[system] ?? []),
  ];
  const controllersAlone = together(
    { name: 'control-plane', machine: 'controller' },
    after(
      [],
      galera({
        overlays: layers('galera'),
        clustercheck: 'yes',
        ...(database === 'virtual-address' ? { through: databaseAddress } : {}),
      }),
    ),
    after([], rabbitmq({ overlays: layers('rabbitmq') })),
    after([], redisSentinel({ overlays: layers('redis') })),
    after([], memcached({ overlays: layers('memcached') })),
    after(
      ['galera', 'memcached'],
      keystone({
        overlays: layers('keystone'),
        database: (self) => virtualAddress(self, 'database'),
        memcached: (_, all) => all.map(({ address }) => `${address}:${MEMCACHED_PORT}`),
        endpoints: (machines) => machines.slice(0, 1).map(identityAt),
      }),
    ),
    // Beside Keystone, whose nodes it checks, and which reaches the database through it. Not earlier: an
    // HAProxy that sees nodes of the database come up one by one cuts sessions when the first one does.
    after(
      ['galera'],
      edge({
        addresses: ['business', 'database'],
        preempt,
        overlays: [fixtureFolder('control-plane'), ...layers('edge')],
      }),
    ),
  );
  const settings = { ...controllersAlone.settings, ...(profile === undefined ? {} : { profile }) };
  const plane = { ...controllersAlone, settings };
  return storage === 'none' ? plane : beside(plane.name, plane, after([], ceph()));
}

/** Where users log in. */
const identityAt = (machine: Host): string => `${virtualAddress(machine)}:${API_PORT}`;

/** Every HAProxy listens there; the one that keepalived has given the address gets the connections. */
const databaseAddress = {
  name: 'database address',
  address: ([first]: readonly Host[]) => {
    if (first === undefined) throw new RangeError('the control plane has no machine');
    return virtualAddress(first, 'database');
  },
};

function assertControllers(controllers: number): void {
  if (controllers === 3) return;
  throw new UsageError(`controlPlane controllers: expected 3, found ${controllers}`, {
    hint: 'The images of RabbitMQ and the files of the edge are for three.',
  });
}

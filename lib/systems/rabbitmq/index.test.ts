import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageFolder } from '../../core/package-folder.ts';
import { definitionOf } from './durability.ts';
import { rabbitmq } from './index.ts';
import { storing } from './kept-policy.ts';

test('a policy is worded as RabbitMQ wants it', () => {
  expect(
    definitionOf({
      haMode: { exactly: 2 },
      haSyncMode: 'manual',
      haPromoteOnFailure: 'when-synced',
      haPromoteOnShutdown: 'always',
    }),
  ).toEqual({
    'ha-mode': 'exactly',
    'ha-params': 2,
    'ha-sync-mode': 'manual',
    'ha-promote-on-failure': 'when-synced',
    'ha-promote-on-shutdown': 'always',
  });
  expect(definitionOf({})).toEqual({ 'ha-mode': 'all' });
});

test('more copies than nodes are refused', () => {
  expect(() => rabbitmq({ policy: { haMode: { exactly: 4 } } })).toThrow(
    'rabbitmq policy: expected ha-mode exactly 1 to 3, found 4',
  );
});

test('a folder without configuration is refused', () => {
  expect(() => rabbitmq({ config: '/nowhere' })).toThrow('rabbitmq config: expected a folder');
});

test('handling of partitions comes on top of the operator’s files', () => {
  expect(rabbitmq({ partitionHandling: 'pause_minority' }).settings).toMatchObject({
    config: 'fixtures/rabbitmq + fixtures/variants/rabbitmq-pause-minority',
  });
});

test('a version is its image, its configuration and the name of its clusters', () => {
  const { name, machines, settings } = rabbitmq({ version: '4' });
  expect(name).toBe('rabbitmq-4');
  expect(machines.map((machine) => machine.name)).toEqual([
    'rabbitmq-1',
    'rabbitmq-2',
    'rabbitmq-3',
  ]);
  expect(machines[0]?.services[0]).toMatchObject({ image: 'rabbitmq-4', system: 'rabbitmq' });
  expect(settings).toEqual({
    version: '4',
    nodes: 3,
    queue: 'quorum',
    config: 'fixtures/rabbitmq-4',
  });
  expect(rabbitmq().settings).toMatchObject({ version: '3.10', queue: 'mirrored' });
});

test('a version without an image is refused', () => {
  // @ts-expect-error: what a scenario in JavaScript may ask for
  expect(() => rabbitmq({ version: '3.13' })).toThrow(
    'rabbitmq version: expected 3.10 or 4, found 3.13',
  );
});

test.each([
  [
    { version: '4', queue: 'mirrored' },
    'rabbitmq queue: expected quorum or plain in version 4, found mirrored',
  ],
  [
    { version: '4', policy: { haMode: 'all' } },
    'rabbitmq policy: expected a mirrored queue, found quorum',
  ],
  [
    { keptPolicy: { haMode: 'all' } },
    'rabbitmq keptPolicy: expected a plain queue in version 4, found mirrored in 3.10',
  ],
  [
    { version: '4', keptPolicy: { haMode: 'all' } },
    'rabbitmq keptPolicy: expected a plain queue in version 4, found quorum in 4',
  ],
] as const)('what a version would not heed is refused: %j', (options, message) => {
  expect(() => rabbitmq(options)).toThrow(message);
});

test('a policy that an upgrade has kept is stored as RabbitMQ 3 stores it', () => {
  expect(storing({ haMode: { exactly: 2 }, haSyncMode: 'automatic' })).toBe(
    'rabbit_db_rtparams:set(<<"/">>,<<"policy">>,<<"ha-all">>,[{<<"pattern">>,<<"^messages$">>},' +
      '{<<"definition">>,[{<<"ha-mode">>,<<"exactly">>},{<<"ha-params">>,2},{<<"ha-sync-mode">>,<<"automatic">>}]},' +
      '{<<"priority">>,0},{<<"apply-to">>,<<"queues">>}]).',
  );
});

test('both images make their seed and start their node in the same way', () => {
  for (const file of ['make-seed', 'rabbitmq-node', 'enabled_plugins']) {
    const textIn = (image: string) =>
      readFileSync(join(packageFolder, 'images', image, file), 'utf8');
    expect(textIn('rabbitmq-4'), file).toBe(textIn('rabbitmq'));
  }
});

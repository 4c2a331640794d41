import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageFolder } from '../core/package-folder.ts';
import { ceph } from '../systems/ceph/index.ts';
import { edge } from '../systems/edge/index.ts';
import { galera } from '../systems/galera/index.ts';
import { memcached } from '../systems/memcached/index.ts';
import { rabbitmq } from '../systems/rabbitmq/index.ts';
import { redisSentinel } from '../systems/redis/index.ts';
import { controlPlane } from '../topologies/control-plane.ts';
import { composeFile } from './compose.ts';

test('docker-compose.chaos.yml is what the systems say', async () => {
  await expect(
    composeFile([
      galera(),
      redisSentinel(),
      edge(),
      rabbitmq(),
      ceph(),
      rabbitmq({ version: '4' }),
      memcached(),
      controlPlane(),
    ]),
  ).toMatchFileSnapshot(join(packageFolder, 'docker-compose.chaos.yml'));
});

import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageFolder } from '../core/package-folder.ts';
import { galera } from '../systems/galera/index.ts';
import { composeFile } from './compose.ts';

test('docker-compose.chaos.yml is what the systems say', async () => {
  await expect(composeFile([galera()])).toMatchFileSnapshot(
    join(packageFolder, 'docker-compose.chaos.yml'),
  );
});

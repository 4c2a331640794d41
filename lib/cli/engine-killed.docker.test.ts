import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fixtureFolder, packageFolder } from '../core/package-folder.ts';
import { readIfThere } from '../engine/read-if-there.ts';
import { setUp } from '../engine/set-up.ts';
import { leftBehind } from './left-behind.ts';
import { spawnBlackstart } from './spawn-blackstart.ts';

/** Only where it is said that the engine is nobody else's: it is killed with all that runs in it. */
const mayKill = process.env['BLACKSTART_TEST_KILLS_ENGINE'] === '1';

test.runIf(mayKill)('what lies in an engine that was killed is removed as well', async () => {
  const home = mkdtempSync(join(tmpdir(), 'blackstart-test-'));
  const env = { XDG_STATE_HOME: home };
  const folder = join(packageFolder, 'images');
  const { docker } = await setUp({
    images: ['machine', 'ledger'],
    folder,
    env: process.env,
    progress: console.error,
  });
  const words = ['run', 'havoc', '--suites', fixtureFolder('suites'), '--reports', home];
  const { child, ended, says } = spawnBlackstart(words, env);
  await says('disk-full at');
  killEngine();
  child.kill('SIGKILL');
  await ended;
  const { code, output } = await spawnBlackstart(['clean'], env).ended;
  expect(code, output).toBe(0);
  expect(output).toContain('removed run');
  expect(await leftBehind(docker)).toEqual([]);
  rmSync(home, { recursive: true });
});

function killEngine(): void {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const engine = pids.filter((pid) =>
    /^(dockerd|containerd)$/.test(readIfThere(`/proc/${pid}/comm`)?.trim() ?? ''),
  );
  expect(engine).not.toEqual([]);
  for (const pid of engine) process.kill(Number(pid), 'SIGKILL');
}

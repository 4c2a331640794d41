import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { monotonicClock } from '../core/clock.ts';
import { fixtureFolder, packageFolder } from '../core/package-folder.ts';
import { type Random, seededRandom } from '../core/random.ts';
import { ownerState } from '../engine/owner.ts';
import { setUp } from '../engine/set-up.ts';
import { journalFolder } from '../harness/journal-file.ts';
import { newSeed } from '../harness/run-id.ts';
import { leftBehind } from './left-behind.ts';
import { type SpawnedBlackstart, spawnBlackstart } from './spawn-blackstart.ts';

/** Two runs a round, each killed at a random moment: a night may try more of them. */
const ROUNDS = Number(process.env['BLACKSTART_TEST_KILL_ROUNDS'] ?? 8);
/** From before the first container to after the last blow of fixtures/suites/havoc.ts. */
const KILLED_WITHIN_MS = 14_000;

const seed = newSeed();
let docker: Docker;
let home = '';

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'blackstart-test-'));
  const folder = join(packageFolder, 'images');
  const names = ['machine', 'ledger'];
  ({ docker } = await setUp({ images: names, folder, env: process.env, progress: console.error }));
});
afterAll(() => rmSync(home, { recursive: true }));

const state = () => ({ XDG_STATE_HOME: join(home, 'state') });

function run(scenario: string): SpawnedBlackstart {
  const reports = join(home, 'reports');
  const words = ['run', scenario, '--suites', fixtureFolder('suites'), '--reports', reports];
  return spawnBlackstart(words, state());
}

/** Nobody's any more, but still there: by what it is called. */
const remains = async (): Promise<readonly string[]> => [
  ...(await leftBehind(docker)),
  ...deadJournals(),
];

function deadJournals(): readonly string[] {
  const folder = journalFolder(state());
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => {
    const [, owner = ''] =
      readFileSync(join(folder, name), 'utf8').match(/"owner":"([^"]+)"/) ?? [];
    return ownerState(owner) !== 'alive';
  });
}

async function killAt(moment: number, victim: SpawnedBlackstart): Promise<void> {
  await monotonicClock.sleep(moment - monotonicClock.now());
  victim.child.kill('SIGKILL');
  const { code, output } = await victim.ended;
  expect(code, `it did not run until it was killed: ${output}`).toBe(null);
}

async function clean(): Promise<void> {
  const { code, output } = await spawnBlackstart(['clean'], state()).ended;
  expect(code, output).toBe(0);
}

/** Two at once are killed one after another; after each, what it left is removed, and no more. */
async function round(random: Random, cleaner: 'clean' | 'run'): Promise<void> {
  const victims = [run('havoc'), run('havoc')] as const;
  const startedAt = monotonicClock.now();
  const [first = 0, second = 0] = [random, random]
    .map(({ next }) => KILLED_WITHIN_MS * next())
    .toSorted((one, other) => one - other);
  await killAt(startedAt + first, victims[0]);
  await clean();
  expect(await remains(), 'after the first').toEqual([]);
  await killAt(startedAt + second, victims[1]);
  if (cleaner === 'clean') {
    await clean();
    expect(await remains(), 'after the second').toEqual([]);
    return;
  }
  const next = run('calm');
  await next.says('forming ledger');
  expect(await remains(), 'when the next run began').toEqual([]);
  next.child.kill('SIGKILL');
  await next.ended;
}

test('whatever moment a run is killed at, the next command leaves nothing of it', async () => {
  const random = seededRandom(seed, 'moments');
  for (let number = 0; number < ROUNDS; number += 1) {
    await round(random, number % 2 === 0 ? 'clean' : 'run').catch((error: unknown) => {
      throw new Error(`round ${number + 1}, seed ${seed}`, { cause: error });
    });
  }
  await clean();
  expect(await remains()).toEqual([]);
});

test('a run is not harmed by others that are killed and cleaned up beside it', async () => {
  const unharmed = run('calm');
  await unharmed.says('waiting for the cluster to be steady');
  const victim = run('havoc');
  await victim.says('breaking it');
  victim.child.kill('SIGKILL');
  await victim.ended;
  await clean();
  expect(await remains()).toEqual([]);
  const { code, output } = await unharmed.ended;
  expect(code, output).toBe(0);
  expect(await remains()).toEqual([]);
});

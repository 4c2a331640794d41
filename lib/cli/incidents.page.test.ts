import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { monotonicClock } from '../core/clock.ts';
import { packageFolder } from '../core/package-folder.ts';
import { connectDocker } from '../engine/docker.ts';
import { resolveEndpoint } from '../engine/endpoint.ts';
import { clusters } from '../session/clusters.ts';
import { brokenPromise, type PageCommand, sectionsOf } from './executable-page.ts';
import { leftBehind } from './left-behind.ts';
import { spawnBlackstart } from './spawn-blackstart.ts';

/** What the page leaves in a person's folder is kept beside it. */
const KEPT = join(packageFolder, 'docs', 'incidents');
const page = readFileSync(`${KEPT}.md`, 'utf8');

/** `down` of a cluster that does not come back takes longest. */
const COMMAND_WITHIN_MS = 240_000;
const SECTION_WITHIN_MS = 900_000;

/** As this process was given it: connecting to an engine sets DOCKER_HOST. */
const given = { ...process.env };
const scratch = mkdtempSync(join(tmpdir(), 'bs-'));
const stateIn = (folder: string) => ({ XDG_STATE_HOME: join(folder, '.state') });

/** A person's folder: nothing is there but what npm installs. */
function emptyFolder(name: string): string {
  const folder = join(scratch, name);
  const programs = join(folder, 'node_modules', '.bin');
  mkdirSync(programs, { recursive: true });
  symlinkSync(join(packageFolder, 'bin', 'blackstart.js'), join(programs, 'blackstart'));
  return folder;
}

afterAll(async () => {
  // Whatever became of a test, nobody keeps anything after it.
  for (const name of readdirSync(scratch)) {
    const env = stateIn(join(scratch, name));
    for (const cluster of clusters(env)) {
      await spawnBlackstart(['down', '--name', cluster.name], env).ended;
    }
  }
  rmSync(scratch, { recursive: true });
  expect(await leftBehind(connectDocker(resolveEndpoint(given)))).toEqual([]);
});

/** A command as a shell carries it out; one that hangs is ended with all that it started. */
async function carriedOut({ text }: PageCommand, folder: string) {
  const child = spawn('bash', ['-c', text], {
    cwd: folder,
    // What is not here is not looked for elsewhere.
    env: { ...given, ...stateIn(folder), NO_COLOR: '1', npm_config_offline: 'true' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const said: string[] = [];
  child.stdout.on('data', (words) => said.push(String(words)));
  child.stderr.on('data', (words) => said.push(String(words)));
  const hanging = setTimeout(() => process.kill(-(child.pid ?? 0), 'SIGKILL'), COMMAND_WITHIN_MS);
  const [code] = await once(child, 'close').finally(() => clearTimeout(hanging));
  return { code, output: said.join('') };
}

/** Its files but for reports and captures, which no two runs have in common. */
const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /^([^/]+\.yaml|(ours|cured)\/.+\/.+)$/.test(path))
    .toSorted();

const sections = sectionsOf(page);

// Two at a time: the one that freezes a broker mostly waits.
test.concurrent.each(sections.map((section) => [section.title, section] as const))(
  '%s',
  async (title, { commands }) => {
    const folder = emptyFolder(title.replaceAll(/\W+/g, '-').slice(0, 20));
    for (const command of commands) {
      const startedAt = monotonicClock.now();
      const { code, output } = await carriedOut(command, folder);
      const tookMs = Math.round(monotonicClock.now() - startedAt);
      console.error(`${title}: ${command.text.split('\n')[0]} (${tookMs} ms)`);
      const where = `docs/incidents.md:${command.line}: ${command.text}\n${output}`;
      expect(code, where).toBe(command.exitCode);
      expect(brokenPromise(command.promises, output), where).toBeUndefined();
    }
    const made = filesIn(folder);
    expect(made.filter((path) => path.endsWith('.yaml'))).toHaveLength(1);
    for (const path of made) {
      expect(readFileSync(join(folder, path), 'utf8'), path).toBe(
        readFileSync(join(KEPT, path), 'utf8'),
      );
    }
  },
  SECTION_WITHIN_MS,
);

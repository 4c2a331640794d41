import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageFolder } from '../core/package-folder.ts';
import { thisProcess } from '../engine/owner.ts';
import { claimName, writeKeeper } from '../session/clusters.ts';

let state = '';

beforeAll(() => {
  state = mkdtempSync(join(tmpdir(), 'bs-'));
});
afterAll(() => rmSync(state, { recursive: true }));

/** Runs the command line as a user would, on a host without an engine. */
function blackstart(args: readonly string[], stateFolder = join(state, 'none')) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(packageFolder, 'bin', 'blackstart.js'), ...args],
    {
      encoding: 'utf8',
      cwd: state,
      env: {
        ...process.env,
        NO_COLOR: '1',
        DOCKER_HOST: 'unix:///nonexistent/docker.sock',
        XDG_STATE_HOME: stateFolder,
        BLACKSTART_INSTALL_ENGINE: '0',
      },
    },
  );
  return { status, stdout, stderr };
}

describe('wrong usage ends with 64, a sentence and the next step, and changes nothing', () => {
  test.each<[string, string[], string[]]>([
    ['a status of nothing', ['status'], ['nothing is up', 'blackstart up']],
    ['a fault at nothing', ['fault', 'kill', 'galera-1'], ['nothing is up']],
    ['a heal of nothing', ['heal'], ['nothing is up']],
    ['the end of nothing', ['down', '--name', 'galera'], ["found 'galera'"]],
    ['a topology that is none', ['up', 'galerra'], ["'galerra'", "did you mean 'galera'?"]],
    ['a setting that is none', ['up', 'galera', 'node=3'], ["'node'", "did you mean 'nodes'?"]],
    [
      'a setting that must be told',
      ['up', 'ledger'],
      ['topology.ledger.flush', "'before' or 'never'"],
    ],
    ['a name that can be none', ['up', 'galera', '--name', 'A b'], ["'A b'", 'small letters']],
    ['files of nobody', ['up', 'galera', '--config', 'nova=x'], ["'nova'", 'galera']],
    ['a file that is not there', ['up', 'none.yaml'], ['none.yaml']],
    ['a scenario of nothing', ['scenario', 'save', 'mine'], ['brought-up.yaml', '--from']],
  ])('%s', (_, args, words) => {
    const { status, stderr } = blackstart(args);
    expect(status).toBe(64);
    for (const word of words) expect(stderr).toContain(word);
    expect(readdirSync(state)).toEqual([]);
  });
});

test('where no engine is, nothing is brought up, and the name is free again', () => {
  const folder = join(state, 'engineless');
  for (const _ of ['first', 'again']) {
    const { status, stderr } = blackstart(['up', 'galera'], folder);
    expect(stderr).toContain('Docker');
    expect(status).toBe(3);
    expect(readdirSync(join(folder, 'blackstart'))).toEqual([]);
  }
});

test('where no engine is, nobody can be attached to, and nothing is installed for it', () => {
  const folder = join(state, 'unattached');
  for (const more of [['--dry-run'], ['--json']]) {
    const { status, stdout, stderr } = blackstart(['attach', '--project', 'shop', ...more], folder);
    expect(`${stdout}${stderr}`).toContain('no Docker Engine answers');
    expect(status).toBe(3);
  }
  expect(existsSync(folder)).toBe(false);
});

test('a keeper that was killed is told in a sentence, by every command, and is no verdict', () => {
  const folder = join(state, 'killed');
  const asked = {
    load: 'usual',
    clock: 'plain',
    seed: 1,
    config: {},
    reports: state,
    document: {},
  } as const;
  const place = claimName({ ...asked, name: 'galera' }, { XDG_STATE_HOME: folder });
  // This very process, had it begun at another time.
  writeKeeper(place, { owner: thisProcess().replace(/[^/]*$/, '1') });
  for (const args of [['status'], ['fault', 'kill', 'galera-1']]) {
    const { status, stderr } = blackstart(args, folder);
    expect(stderr).toContain('the process that kept galera is gone: it was killed, or it crashed');
    expect(stderr).toContain('blackstart down --name galera');
    expect(status).toBe(3);
  }
});

describe('completion', () => {
  let stdout = '';
  beforeAll(() => {
    ({ stdout } = blackstart(['completion', 'bash']));
  });
  const completed = (words: readonly string[]): readonly string[] => {
    const ask = `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _blackstart; echo "\${COMPREPLY[@]}"`;
    const { stdout: replies, stderr } = spawnSync('bash', ['-c', `${stdout}\n${ask}`], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    return replies.trim().split(' ');
  };

  test('bash completes commands, what is inside of them, and their options', () => {
    expect(completed(['blackstart', 'sta'])).toEqual(['status']);
    expect(completed(['blackstart', 'fault', 'power'])).toEqual(['power-cycle']);
    expect(completed(['blackstart', 'load', 'st'])).toEqual(['start', 'stop']);
    expect(completed(['blackstart', 'load', 'start', '--na'])).toEqual(['--name']);
    expect(completed(['blackstart', 'status', '--w'])).toEqual(['--watch']);
    expect(completed(['blackstart', ''])).not.toContain('keeper');
  });

  test('zsh takes the same, and fish has a line each', () => {
    expect(blackstart(['completion', 'zsh']).stdout).toContain('bashcompinit');
    expect(blackstart(['completion', 'fish']).stdout).toContain(
      "complete -c blackstart -n '__fish_seen_subcommand_from fault' -a power-cycle -d ''",
    );
    expect(blackstart(['completion', 'tcsh']).status).toBe(64);
  });
});

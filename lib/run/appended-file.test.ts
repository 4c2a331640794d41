import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openAppendedFile } from './appended-file.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'blackstart-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('what is appended comes in the order of the calls, synced or not, and is there when it is closed', async () => {
  const path = join(folder, 'file');
  {
    await using file = openAppendedFile(path, { flags: 'wx' });
    file.append('1 ');
    const synced = file.appendAndSync('2 ');
    file.append('3');
    await synced;
    expect(readFileSync(path, 'utf8')).toMatch(/^1 2 /);
  }
  expect(readFileSync(path, 'utf8')).toBe('1 2 3');
});

test('a disk that takes no more is told of: by the next call, and at the end', async () => {
  const file = openAppendedFile('/dev/full', { flags: 'a' });
  await expect(file.appendAndSync('lost')).rejects.toThrow('ENOSPC');
  expect(() => file.append('lost, too')).toThrow('ENOSPC');
  await expect(file[Symbol.asyncDispose]()).rejects.toThrow('ENOSPC');
});

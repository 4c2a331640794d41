import { expect, test } from 'vitest';
import { complaintIn } from './running.ts';

test.each([
  [
    'MariaDB on a typo',
    [
      '2026-11-21 19:00:00 0 [Note] Starting MariaDB 10.11.6',
      "2026-11-21 19:00:00 0 [ERROR] /usr/sbin/mariadbd: unknown variable 'innodb_bufer_pool_size=1G'",
      '2026-11-21 19:00:00 0 [ERROR] Aborting',
      '',
    ],
    /unknown variable 'innodb_bufer_pool_size=1G'/,
  ],
  [
    'HAProxy on an unknown keyword',
    [
      "[ALERT]    (1) : config : parsing [/etc/haproxy/haproxy.cfg:7] : unknown keyword 'balanc'",
      '[ALERT]    (1) : config : Fatal errors found in configuration.',
    ],
    /unknown keyword 'balanc'/,
  ],
  [
    'Redis on a bad directive',
    ['*** FATAL CONFIG FILE ERROR (Redis 7.0.15) ***', 'at line 3', ">>> 'apendonly yes'"],
    /FATAL CONFIG FILE ERROR.* at line 3 .*apendonly yes/,
  ],
  ['one that complains of nothing', ['hello', 'goodbye', ''], /^goodbye$/],
])('the complaint of %s is found', (_, lines, words) => {
  expect(complaintIn(lines)).toMatch(words);
});

test('where nothing was said, there is no complaint', () => {
  expect(complaintIn([])).toBeUndefined();
});

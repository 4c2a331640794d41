import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MASK, secretsIn, valueWithoutSecrets, withoutSecrets } from './secrets.ts';

/** Like nothing that stands around it. */
const secret = fc.stringMatching(/^[A-Z][a-z0-9]{8,20}Q9z$/);

const forms: readonly ((value: string) => string)[] = [
  (value) => `db_password = ${value}`,
  (value) => `my.cnf: wsrep_sst_auth = user:${value}`,
  (value) => `redis.conf: requirepass ${value}`,
  (value) => `requirepass ${value}`,
  (value) => `sentinel auth-pass mymaster ${value}`,
  (value) => `    auth_pass ${value}`,
  (value) => `connection = mysql+pymysql://keystone:${value}@10.0.0.1/keystone`,
  (value) => `{"password":"${value}","name":"x"}`,
  (value) => `RABBITMQ_ERLANG_COOKIE=${value} ran`,
  (value) => `erlang.cookie: '${value}'`,
  (value) => `GRANT ALL ON *.* TO 'a'@'%' IDENTIFIED BY '${value}'`,
  (value) => `Authorization: Bearer ${value}`,
  (value) => `OS_TOKEN: ${value}`,
  (value) => `db_pass = ${value}`,
  (value) => `-----BEGIN RSA PRIVATE KEY-----\n${value}\n-----END RSA PRIVATE KEY-----`,
];

test('a secret is gone in every form that tells it is one, and what is around it is not', () => {
  fc.assert(
    fc.property(secret, fc.constantFrom(...forms), (value, form) => {
      const { text, found } = withoutSecrets(`before\n${form(value)}\nafter`);
      expect(text).not.toContain(value);
      expect(text).toContain(MASK);
      expect(text).toMatch(/^before\n[\s\S]*\nafter$/);
      expect(found.length).toBeGreaterThan(0);
    }),
  );
});

test.each([
  '2026-11-22 10:00:01 galera-2 synced with group, ready for connections',
  'passed: 3 of 3',
  'compass = north',
  '{"tokens":{"rate":3}}',
  'evs.keepalive_period = PT1S',
  'http://10.0.0.1:8404/stats',
])('%s is no secret', (line) => expect(withoutSecrets(line)).toEqual({ text: line, found: [] }));

test('a password of digits is one', () =>
  expect(withoutSecrets('password = 4711').text).toBe(`password = ${MASK}`));

test('what is masked once is not masked again', () => {
  fc.assert(
    fc.property(secret, fc.constantFrom(...forms), (value, form) => {
      const { text } = withoutSecrets(form(value));
      expect(withoutSecrets(text).text).toBe(text);
    }),
  );
});

describe('a value of JSON', () => {
  test('keeps its shape, whatever it holds', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const shape = (one: unknown): unknown => {
          if (Array.isArray(one)) return one.map(shape);
          if (typeof one === 'string') return 'text';
          if (typeof one !== 'object' || one === null) return one;
          return Object.fromEntries(Object.entries(one).map(([key, inner]) => [key, shape(inner)]));
        };
        expect(shape(valueWithoutSecrets(value).value)).toEqual(shape(value));
      }),
    );
  });

  test('loses what a key or a text gives away, and what is known from elsewhere', () => {
    const told = {
      adminPassword: 'x',
      lines: ['a = 1', 'password = y'],
      note: 'seen hunter2hunter2 there',
    };
    expect(valueWithoutSecrets(told, ['hunter2hunter2'])).toEqual({
      value: {
        adminPassword: MASK,
        lines: ['a = 1', `password = ${MASK}`],
        note: `seen ${MASK} there`,
      },
      found: ['a password', 'a password', 'a secret of the configuration'],
    });
  });
});

test('a secret of a file is known everywhere else; an ordinary word is not taken for one', () => {
  expect(secretsIn('password = correct-horse-7\nother_password: blackstart\n')).toEqual([
    'correct-horse-7',
  ]);
});

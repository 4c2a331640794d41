import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BankHistory, type BankRead, checkBank } from './bank.ts';

const read = (id: number, ...balances: readonly number[]): BankRead => ({
  id,
  settledAt: id * 1_000,
  machine: `galera-${id % 3}`,
  balances,
});

const bank = (reads: readonly BankRead[], more: Partial<BankHistory> = {}): BankHistory => ({
  accounts: 3,
  total: 30,
  reads,
  finalReads: [read(90, 10, 10, 10)],
  negativeAllowed: false,
  ...more,
});

describe('jepsen.tests.bank', () => {
  test('reads that show all the money are valid', () => {
    expect(checkBank(bank([read(1, 10, 10, 10), read(2, 30, 0, 0)]))).toEqual({
      verdict: 'valid',
      findings: [],
      finalTotals: [{ id: 90, machine: 'galera-0', total: 30 }],
      answered: 3,
      explanation: '3 reads show nothing wrong.',
    });
  });

  test('wrong-total: by how much, how often, first and last', () => {
    const reads = [
      read(1, 10, 10, 10),
      read(2, 10, 10, 15),
      { ...read(5, 5, 10, 10), settledAt: 500 },
    ];
    expect(checkBank(bank(reads))).toMatchObject({
      verdict: 'invalid',
      findings: [
        {
          kind: 'wrong-total',
          reads: [
            { id: 5, settledAt: 500, machine: 'galera-2', total: 25, offBy: -5 },
            { id: 2, settledAt: 2_000, machine: 'galera-2', total: 35, offBy: 5 },
          ],
          firstAt: 500,
          lastAt: 2_000,
          explanation:
            'A total that is not 30, from 25 to 35, in 2 of 4 reads: ' +
            'first at 500 ms (read 5 of galera-2: 25, 5 too low), ' +
            'last at 2.00 s (read 2 of galera-2: 35, 5 too high).',
        },
      ],
    });
  });

  test('negative-value: which account, and how far', () => {
    expect(checkBank(bank([read(1, 35, -5, 0)])).findings).toEqual([
      {
        kind: 'negative-balance',
        reads: [
          {
            id: 1,
            settledAt: 1_000,
            machine: 'galera-1',
            overdrawn: [{ account: 1, balance: -5 }],
          },
        ],
        firstAt: 1_000,
        lastAt: 1_000,
        explanation:
          'Accounts below 0 in 1 of 2 reads: at 1.00 s (read 1 of galera-1: account 1 at -5).',
      },
    ]);
  });

  test('negative balances that are allowed are fine', () => {
    expect(checkBank(bank([read(1, 35, -5, 0)], { negativeAllowed: true })).verdict).toBe('valid');
  });

  test.each([
    ['too short', [10, 20], [2]],
    ['nil-balance', [10, Number.NaN, 10], [1]],
    ['empty', [], [0, 1, 2]],
  ])('missing account: a read that is %s, and no total of it', (_, balances, accounts) => {
    const { findings } = checkBank(bank([read(1, ...balances)]));
    expect(findings).toMatchObject([{ kind: 'missing-account', reads: [{ id: 1, accounts }] }]);
  });

  test('unexpected-key: an account that nobody opened, and no total with it', () => {
    const { findings } = checkBank(bank([read(1, 10, 10, 10, 7)]));
    expect(findings).toMatchObject([{ kind: 'unknown-account', reads: [{ accounts: [3] }] }]);
  });

  test('a read can be wrong in more than one way', () => {
    const { findings } = checkBank(bank([read(1, -1, 0, 0)]));
    expect(findings.map(({ kind }) => kind)).toEqual(['wrong-total', 'negative-balance']);
  });

  test('a read without an answer says nothing', () => {
    const unanswered: BankRead = {
      id: 1,
      settledAt: Number.POSITIVE_INFINITY,
      balances: undefined,
    };
    expect(checkBank(bank([unanswered]))).toMatchObject({ verdict: 'valid', answered: 1 });
  });
});

describe('final reads', () => {
  const silent: BankRead = { id: 91, settledAt: 91_000, machine: 'galera-1', balances: undefined };

  test('each node has its total', () => {
    const finalReads = [read(91, 9, 10, 10), read(90, 10, 10, 10)];
    const { verdict, finalTotals } = checkBank(bank([], { finalReads }));
    expect(verdict).toBe('invalid');
    expect(finalTotals).toEqual([
      { id: 90, machine: 'galera-0', total: 30 },
      { id: 91, machine: 'galera-1', total: 29 },
    ]);
  });

  test('a node without one is unknown, and named', () => {
    const result = checkBank(bank([], { finalReads: [read(90, 10, 10, 10), silent] }));
    expect(result.verdict).toBe('unknown');
    expect(result.finalTotals[1]).toEqual({ id: 91, machine: 'galera-1' });
    expect(result.explanation).toBe('1 reads show nothing wrong. No final read of galera-1.');
  });

  test('none at all is unknown', () => {
    expect(checkBank(bank([read(1, 10, 10, 10)], { finalReads: [] }))).toMatchObject({
      verdict: 'unknown',
      explanation: '1 reads show nothing wrong. There is no final read.',
    });
  });

  test('what is wrong stays wrong without them', () => {
    expect(checkBank(bank([read(1, 9, 10, 10)], { finalReads: [silent] })).verdict).toBe('invalid');
  });
});

const transfer = fc.record({ from: fc.nat(4), to: fc.nat(4), amount: fc.nat(9) });

/** A correct bank: after each transfer that its balance allows, a read, answered or not. */
const correct = fc
  .array(fc.record({ transfer, isAnswered: fc.boolean() }), { minLength: 1, size: '+1' })
  .map((moves): BankHistory => {
    const balances = [20, 20, 20, 20, 20];
    const reads = moves.map(({ transfer: { from, to, amount }, isAnswered }, id): BankRead => {
      if ((balances[from] ?? 0) >= amount) {
        balances[from] = (balances[from] ?? 0) - amount;
        balances[to] = (balances[to] ?? 0) + amount;
      }
      return { id, settledAt: id, balances: isAnswered ? [...balances] : undefined };
    });
    const finalReads = [{ id: moves.length, settledAt: moves.length, balances: [...balances] }];
    return { accounts: 5, total: 100, reads, finalReads, negativeAllowed: false };
  });

/** One wrong thing in the last read. */
const harms: Readonly<Record<string, (balances: readonly number[]) => readonly number[]>> = {
  'wrong-total': ([first = 0, ...others]) => [first + 1, ...others],
  'negative-balance': ([first = 0, second = 0, ...others]) => [-1, second + first + 1, ...others],
  'missing-account': (balances) => balances.slice(1),
  'unknown-account': (balances) => [...balances, 0],
};

describe('any bank', () => {
  test('that is correct is valid', () => {
    fc.assert(fc.property(correct, (history) => checkBank(history).verdict === 'valid'));
  });

  test.each(Object.entries(harms))('with one %s is found out, at that read', (kind, harm) => {
    fc.assert(
      fc.property(correct, (history) => {
        const [last] = history.finalReads;
        const wrong = { id: 1_000, settledAt: 1_000, balances: harm(last?.balances ?? []) };
        const { verdict, findings } = checkBank({ ...history, reads: [wrong, ...history.reads] });
        expect(verdict).toBe('invalid');
        expect(findings).toMatchObject([{ kind, reads: [{ id: 1_000 }] }]);
      }),
    );
  });

  test('is judged the same in any order and again', () => {
    fc.assert(
      fc.property(correct, fc.nat(200), (history, total) => {
        const claimed = { ...history, total };
        const result = checkBank(claimed);
        expect(checkBank({ ...claimed, reads: history.reads.toReversed() })).toEqual(result);
        expect(checkBank(claimed)).toEqual(result);
      }),
    );
  });
});

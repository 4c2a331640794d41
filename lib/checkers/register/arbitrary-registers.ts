import fc from 'fast-check';
import type { RegisterOperation, RegisterValue } from './operation.ts';

const small = fc.integer({ min: 0, max: 2 });
const outcome = fc.constantFrom('ok', 'ok', 'ok', 'ok', 'info', 'info', 'fail' as const);

const claim = fc.oneof(
  fc.record({
    f: fc.constant('read' as const),
    output: fc.option(small),
  }),
  fc.record({ f: fc.constant('write' as const), value: small }),
  fc.record({ f: fc.constant('cas' as const), value: fc.tuple(small, small) }),
  fc.record({
    f: fc.constant('cas' as const),
    value: fc.tuple(small, small),
    output: fc.constant('mismatch' as const),
  }),
);

/** Operations of one key that claim anything at all, at few instants, so that many touch. */
export const anything: fc.Arbitrary<readonly RegisterOperation[]> = fc
  .array(
    fc.record({
      claim,
      outcome,
      invokedAt: fc.integer({ min: 0, max: 6 }),
      lasts: fc.constantFrom(0, 1, 2, 5, Number.POSITIVE_INFINITY),
    }),
    { maxLength: 7, size: 'max' },
  )
  .map((all) =>
    all.map(({ claim: said, outcome: end, invokedAt, lasts }, id) => ({
      ...said,
      id,
      lane: id,
      key: 0,
      invokedAt,
      settledAt: invokedAt + lasts,
      outcome: end,
    })),
  );

const intent = fc.record({
  f: fc.constantFrom('read', 'write', 'cas' as const),
  outcome,
  takesEffect: fc.boolean(),
  key: fc.nat({ max: 2 }),
  guess: fc.nat({ max: 3 }),
  before: fc.double({ min: 0, max: 6, noNaN: true }),
  after: fc.double({ min: 0, max: 6, noNaN: true }),
});

type Values = 'unique' | 'few';

/** What clients see of registers that are correct: each operation has its effect in one instant. */
export const correct = (values: Values): fc.Arbitrary<readonly RegisterOperation[]> =>
  fc.array(intent, { maxLength: 60, size: 'max' }).map((intents) => {
    const held = new Map<number, RegisterValue>();
    const past = new Map<number, RegisterValue[]>();
    return intents.map((one, id): RegisterOperation => {
      const { f, key, outcome: end, before, after } = one;
      const now = held.get(key) ?? null;
      const next = values === 'unique' ? id : id % 3;
      const settledAt = end === 'info' && one.takesEffect ? Number.POSITIVE_INFINITY : id + after;
      const at = { id, lane: id, key, invokedAt: id - before, settledAt, outcome: end };
      const takesEffect = end === 'ok' || (end === 'info' && one.takesEffect);
      const write = () => {
        if (!takesEffect) return;
        held.set(key, next);
        past.set(key, [...(past.get(key) ?? []), next]);
      };
      if (f === 'read') return { ...at, f, output: now };
      if (f === 'write') {
        write();
        return { ...at, f, value: next };
      }
      const expected = one.guess > 0 ? now : (past.get(key)?.[0] ?? null);
      if (expected === now) {
        write();
        return { ...at, f, value: [expected, next] };
      }
      return { ...at, f, value: [expected, next], output: 'mismatch' };
    });
  });

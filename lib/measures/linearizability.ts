import { z } from 'zod';
import { checkRegister, type RegisterOperation } from '../checkers/register/index.ts';
import { monotonicClock } from '../core/clock.ts';
import type { Measure } from '../core/measure.ts';
import { ofVocabulary, outcomeOf, type Spoken } from './vocabulary.ts';

/** Far beyond what our histories take; a search may take exponential time and memory. */
const CAPS = { timeMs: 60_000, memoryMiB: 1_024 };

const key = z.int();
const held = z.number().nullable();

/** The vocabulary `register`: read [key], write [key, value], cas [key, expected, next]. */
export const registerSchema = z.discriminatedUnion('f', [
  z.object({ f: z.literal('read'), value: z.tuple([key]), answer: held.optional() }),
  z.object({ f: z.literal('write'), value: z.tuple([key, z.number()]) }),
  z.object({
    f: z.literal('cas'),
    value: z.tuple([key, held, z.number()]),
    answer: z.literal('mismatch').optional(),
  }),
]);

/**
 * Whether all answers can be explained by operations that each took effect at one instant between
 * its invocation and its answer (Herlihy & Wing 1990), key by key.
 */
export const linearizability: Measure = {
  name: 'linearizability',
  unit: 'count',
  kind: 'safety',
  meaning: 'registers whose answers no order of single instants explains',
  of: (history) =>
    ofVocabulary(history, 'register', registerSchema, (spoken) => {
      const operations = spoken.map(operationOf);
      const { keys, undecided } = checkRegister(operations, { caps: CAPS, clock: monotonicClock });
      const ids = keys.flatMap(({ stuck, concurrent }) => [stuck, ...concurrent]);
      const note = keys.map(({ explanation }) => explanation).join(' ');
      const [first] = undecided;
      if (first === undefined) return { status: 'known', value: keys.length, ids, note };
      if (keys.length > 0) return { status: 'censored', atLeast: keys.length, ids, note };
      return { status: 'unknown', reason: first.reason };
    }),
};

function operationOf({
  probe,
  operation,
}: Spoken<z.infer<typeof registerSchema>>): RegisterOperation {
  const { id, lane, invokedAt, settledAt } = probe;
  const [of] = operation.value;
  const attempt = { id, lane, key: of, invokedAt, settledAt, outcome: outcomeOf(probe) };
  switch (operation.f) {
    case 'read': {
      const { answer } = operation;
      return { ...attempt, f: 'read', ...(answer === undefined ? {} : { output: answer }) };
    }
    case 'write':
      return { ...attempt, f: 'write', value: operation.value[1] };
    case 'cas': {
      const [, expected, next] = operation.value;
      const output = operation.answer === undefined ? {} : { output: operation.answer };
      return { ...attempt, f: 'cas', value: [expected, next], ...output };
    }
  }
}

import { z } from 'zod';
import {
  checkListAppend,
  type IsolationLevel,
  type MicroOp,
  type Transaction,
} from '../checkers/list-append/index.ts';
import type { Measure } from '../core/measure.ts';
import { ofVocabulary, outcomeOf, type Spoken } from './vocabulary.ts';

const microOps = z.array(
  z.union([
    z.tuple([z.literal('append'), z.int(), z.number()]),
    z.tuple([z.literal('r'), z.int(), z.array(z.number()).nullable()]),
  ]),
);

/** The vocabulary `list-append`: a transaction's appends and reads; answered with what was read. */
export const listAppendSchema = z.object({
  f: z.literal('txn'),
  value: microOps,
  answer: microOps.optional(),
});

const levelSchema = z
  .enum([
    'read-uncommitted',
    'read-committed',
    'repeatable-read',
    'snapshot-isolation',
    'serializable',
    'strict-serializable',
  ])
  .default('serializable');

/** Anomalies that the isolation level forbids which the workload's `isolation` setting names. */
export const transactionAnomalies: Measure = {
  name: 'transaction-anomalies',
  unit: 'count',
  kind: 'safety',
  meaning: 'anomalies of transactions that the promised isolation level forbids (Adya, Elle)',
  of: (history) =>
    ofVocabulary(history, 'list-append', listAppendSchema, (spoken, { settings = {} }) => {
      const level: IsolationLevel = levelSchema.parse(settings['isolation']);
      const { anomalies, counts } = checkListAppend(spoken.map(transactionOf), { level });
      const violations = anomalies.filter(({ violation }) => violation);
      const types = new Set(violations.map(({ type }) => type));
      return {
        status: 'known',
        value: [...types].reduce((sum, type) => sum + (counts[type] ?? 0), 0),
        ids: violations.flatMap(({ transactions }) => transactions),
        note: violations
          .slice(0, 3)
          .map(({ type, explanation }) => `${type}: ${explanation}`)
          .join(' '),
      };
    }),
};

function transactionOf({
  probe,
  operation: { value, answer = value },
}: Spoken<z.infer<typeof listAppendSchema>>): Transaction {
  const { id, lane, invokedAt, settledAt } = probe;
  const outcome = outcomeOf(probe);
  const ops = (outcome === 'ok' ? answer : value).map(
    ([f, key, of]): MicroOp =>
      f === 'append' ? { f, key, value: of } : { f, key, value: of ?? undefined },
  );
  return { id, lane, invokedAt, settledAt, outcome, ops };
}

import { z } from 'zod';
import { checkBank } from '../checkers/bank.ts';
import type { Json } from '../core/history.ts';
import type { Measure } from '../core/measure.ts';
import { finalReads, isNumber } from './final-reads.ts';
import { ofVocabulary } from './vocabulary.ts';

/** Null is an account that was not there. */
const balances = z.array(z.number().nullable());

const isBalance = (element: Json): element is number | null =>
  element === null || isNumber(element);

/** The vocabulary `bank`: transfer [from, to, amount]; read, answered with every balance. */
export const bankSchema = z.discriminatedUnion('f', [
  z.object({ f: z.literal('transfer'), value: z.tuple([z.int(), z.int(), z.number()]) }),
  z.object({ f: z.literal('read'), value: z.null(), answer: balances.optional() }),
]);

const settingsSchema = z.object({
  accounts: z.int(),
  total: z.number(),
  negativeAllowed: z.boolean().default(false),
});

/** Reads of all accounts, those of every node in the end among them, that can't be right. */
export const bankErrors: Measure = {
  name: 'bank-errors',
  unit: 'count',
  kind: 'safety',
  meaning: 'reads that show a wrong total, a negative balance, or other accounts than there are',
  of: (history) =>
    ofVocabulary(history, 'bank', bankSchema, (spoken, workload) => {
      const settings = settingsSchema.safeParse(workload.settings).data;
      if (settings === undefined) {
        return { status: 'unknown', reason: 'its workload does not say which accounts there are' };
      }
      const { reads, missing } = finalReads(history, workload, isBalance);
      const { findings, explanation } = checkBank({
        ...settings,
        reads: spoken.flatMap(({ probe: { id, settledAt, outcome }, operation }) =>
          operation.f === 'read' && outcome === 'ok'
            ? [{ id, settledAt, balances: operation.answer?.map((held) => held ?? Number.NaN) }]
            : [],
        ),
        // Numbers that no operation has.
        finalReads: reads.map(({ machine, elements, at: readAt }, index) => ({
          id: -1 - index,
          settledAt: readAt,
          machine,
          balances: elements.map((held) => held ?? Number.NaN),
        })),
      });
      const ids = [...new Set(findings.flatMap((found) => found.reads.map(({ id }) => id)))];
      const positions = ids.flatMap((id) => (id < 0 ? (reads[-1 - id]?.evidence ?? []) : []));
      const grounds = { ids, positions, note: explanation };
      if (missing === undefined) return { ...grounds, status: 'known', value: ids.length };
      if (ids.length === 0) return { status: 'unknown', reason: missing };
      const note = `${explanation}; ${missing}`;
      return { ...grounds, status: 'censored', atLeast: ids.length, note };
    }),
};

import fc from 'fast-check';
import type { Add, FinalRead, Read, SetHistory } from './types.ts';

const machines = ['a', 'b', 'c'] as const;
const passes = ['live', 'restarted'] as const;
const outcome = fc.constantFrom('ok', 'ok', 'ok', 'info', 'open', 'fail');
const tens = (most: number) => fc.nat(most).map((time) => 10 * time);
const span = fc.record({ start: tens(20), takes: tens(12), effect: fc.nat(120) });

/** Any history at all: reads may hold anything, values may be sent twice. */
export function anyHistory(): fc.Arbitrary<SetHistory> {
  const value = fc.integer({ min: -2, max: 40 });
  const elements = fc.array(value, { maxLength: 40 });
  return fc
    .record({
      adds: fc.array(fc.record({ value, outcome, span }), { maxLength: 45 }),
      reads: fc.array(fc.record({ elements, span }), { maxLength: 8 }),
      finalReads: fc.array(
        fc.record({
          elements,
          machine: fc.constantFrom(...machines),
          pass: fc.constantFrom(...passes),
        }),
        { maxLength: 5 },
      ),
    })
    .map(({ adds, reads, finalReads }) => ({
      adds: adds.map((add, id) => ({ id, value: add.value, outcome: add.outcome, ...times(add) })),
      reads: reads.map((read, id) => ({ id, elements: read.elements, ...times(read) })),
      finalReads: finalReads.map((read, evidence) => ({ ...read, evidence })),
    }));
}

/** What a linearizable set would show: each operation takes effect at one instant of its span. */
export function correctHistory(): fc.Arbitrary<SetHistory> {
  return fc
    .record({
      adds: fc.array(fc.record({ outcome, span, happened: fc.boolean() }), {
        minLength: 2,
        maxLength: 80,
      }),
      reads: fc.array(span, { maxLength: 10 }),
      stride: fc.constantFrom(1, 1_000_003),
    })
    .map(({ adds, reads, stride }) => {
      const present = (until: number) =>
        adds.flatMap(({ outcome, span, happened }, nth) => {
          const did = outcome === 'ok' || (outcome !== 'fail' && happened);
          return did && effectOf(span) <= until ? [nth * stride] : [];
        });
      return {
        adds: adds.map((add, id): Add => {
          return { id, value: id * stride, outcome: add.outcome, ...times(add) };
        }),
        reads: reads.map((span, id): Read => {
          return { id, ...times({ span }), elements: present(effectOf(span)) };
        }),
        finalReads: passes.flatMap((pass, round) =>
          machines.map((machine, node): FinalRead => {
            const elements = present(Number.POSITIVE_INFINITY);
            return { machine, pass, evidence: 1_000 + round * 3 + node, elements };
          }),
        ),
      };
    });
}

interface Span {
  readonly start: number;
  readonly takes: number;
  readonly effect: number;
}

function effectOf({ start, takes, effect }: Span): number {
  return start + Math.min(takes, effect);
}

function times({ span, outcome }: { readonly span: Span; readonly outcome?: Add['outcome'] }) {
  const end = outcome === 'open' ? Number.POSITIVE_INFINITY : span.start + span.takes;
  return { invokedAt: span.start, settledAt: end };
}
